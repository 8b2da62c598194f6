package io.halley.standalone.cli;

import io.halley.shared.event.UserId;
import io.halley.shared.runtime.Command;
import io.halley.shared.runtime.CommandException;
import io.halley.shared.runtime.UsageException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code push USER… URL}: shows users a page, and says whom. */
final class PushCommand implements Command {

    private static final String ALL = "--all";
    private static final String ONLINE = "--online";
    private static final String TITLE = "--title";

    /** What to push. {@code to} is as in the publisher's JSON. */
    record Push(String to, String url, @Nullable String title) {

        static Push read(List<String> words) {
            Arguments arguments = Arguments.read(words, Set.of(ALL, ONLINE), Set.of(TITLE));
            List<String> given = arguments.words();
            if (given.isEmpty()) {
                throw new UsageException("a URL is missing");
            }
            List<String> users = given.subList(0, given.size() - 1);
            String title = arguments.value(TITLE);
            return new Push(to(arguments, users), given.get(given.size() - 1), title);
        }

        private static String to(Arguments arguments, List<String> users) {
            int kinds = (arguments.has(ALL) ? 1 : 0) + (arguments.has(ONLINE) ? 1 : 0) + (users.isEmpty() ? 0 : 1);
            if (kinds != 1) {
                throw new UsageException("for whom? (expected: users, or " + ALL + ", or " + ONLINE + ")");
            }
            if (users.isEmpty()) {
                return arguments.has(ALL) ? "\"all\"" : "\"online\"";
            }
            return users.stream()
                    .map(user -> Arguments.valid(user, UserId::new))
                    .map(user -> JsonText.quote(user.value()))
                    .collect(Collectors.joining(",", "[", "]"));
        }

        String toJson() {
            String json = "{\"to\":" + to + ",\"url\":" + JsonText.quote(url);
            return json + (title == null ? "}" : ",\"title\":" + JsonText.quote(title) + "}");
        }
    }

    @Override
    public String name() {
        return "push";
    }

    @Override
    public String usage() {
        return "USER… | --all | --online  URL [--title TEXT]";
    }

    @Override
    public String purpose() {
        return "push a page to users; a line for each, with whether they are online and the event's id";
    }

    @Override
    public int run(List<String> arguments, Map<String, String> environment) throws InterruptedException {
        Push push = Push.read(arguments);
        PublisherClient publisher = new PublisherClient(environment);
        try {
            String answer = publisher.post("/v1/push", push.toJson());
            return print(JsonText.elements(JsonText.fields(answer).get("results")));
        } catch (AwayException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw publisher.strange();
        }
    }

    private static int print(List<String> results) throws IOException {
        Output output = new Output();
        if (results.isEmpty()) {
            output.note("nobody is online");
        }
        int status = 0;
        for (String result : results) {
            Map<String, String> fields = JsonText.fields(result);
            String user = fields.containsKey("user") ? JsonText.string(fields.get("user")) : "everybody";
            if (fields.containsKey("id")) {
                output.line(user + "\t" + presence(fields.get("online")) + "\t" + JsonText.string(fields.get("id")));
            } else {
                Map<String, String> problem = JsonText.fields(fields.get("problem"));
                output.note(user + ": " + JsonText.string(problem.get("detail")));
                status = 1;
            }
        }
        return status;
    }

    private static String presence(@Nullable String online) {
        return online == null ? "-" : online.equals("true") ? "online" : "offline";
    }
}
