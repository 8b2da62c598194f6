package io.halley.standalone.cli;

import io.halley.shared.runtime.Command;
import io.halley.shared.runtime.CommandException;
import io.halley.shared.runtime.UsageException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code users}: who was ever here, and who is online. */
final class UsersCommand implements Command {

    private static final String ONLINE = "--online";
    private static final String PATH = "/v1/users?limit=1000";

    @Override
    public String name() {
        return "users";
    }

    @Override
    public String usage() {
        return "[--online]";
    }

    @Override
    public String purpose() {
        return "list users; a line for each, with whether they are online, when last seen, and by which transports";
    }

    @Override
    public int run(List<String> arguments, Map<String, String> environment) throws InterruptedException {
        Arguments read = Arguments.read(arguments, Set.of(ONLINE), Set.of());
        if (!read.words().isEmpty()) {
            throw new UsageException(read.words().get(0) + ": nothing but options is taken");
        }
        PublisherClient publisher = new PublisherClient(environment);
        try {
            list(publisher, read.has(ONLINE) ? PATH + "&online=true" : PATH);
            return 0;
        } catch (AwayException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw publisher.strange();
        }
    }

    private static void list(PublisherClient publisher, String path)
            throws IOException, AwayException, InterruptedException {
        Output output = new Output();
        String after = null;
        do {
            Map<String, String> page = JsonText.fields(publisher.get(after(path, after), Duration.ZERO));
            if (after == null) {
                tellDoubt(output, page.get("presence"));
            }
            for (String user : JsonText.elements(page.get("users"))) {
                if (!output.line(line(JsonText.fields(user)))) {
                    return;
                }
            }
            after = page.get("next");
        } while (after != null && !after.equals("null"));
    }

    private static String after(String path, @Nullable String next) throws IOException {
        // of all that stands in a name only this means something else in a query
        return next == null ? path : path + "&after=" + JsonText.string(next).replace("+", "%2B");
    }

    private static void tellDoubt(Output output, @Nullable String presence) throws IOException {
        String since = presence == null ? null : JsonText.fields(presence).get("unknownSince");
        if (since != null && !since.equals("null")) {
            output.note("since " + time(since) + " it is not certain who is online");
        }
    }

    private static String line(Map<String, String> user) throws IOException {
        Set<String> transports = new TreeSet<>();
        if (user.containsKey("devices")) {
            for (String device : JsonText.elements(user.get("devices"))) {
                transports.add(JsonText.string(JsonText.fields(device).get("transport")));
            }
        }
        return String.join(
                "\t",
                JsonText.string(user.get("user")),
                "true".equals(user.get("online")) ? "online" : "offline",
                time(user.get("lastSeen")),
                transports.isEmpty() ? "-" : String.join(",", transports));
    }

    private static String time(@Nullable String ms) throws IOException {
        try {
            return Instant.ofEpochMilli(Long.parseLong(String.valueOf(ms)))
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
        } catch (NumberFormatException e) {
            throw new IOException("no time");
        }
    }
}
