package io.halley.standalone.cli;

import io.halley.shared.runtime.CommandException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Follows one channel: asks for its history from the last cursor on, again and again, and lets the publisher hold each
 * request until there is an event.
 */
final class Watch {

    private static final Duration HELD = Duration.ofSeconds(25);

    /** A request that should have been held, and was answered at once: a publisher that stops, or holds too many. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int FIRST_RETRY_MS = 250;
    private static final int MOST_DOUBLINGS = 3;

    private final PublisherClient publisher;
    private final WatchCommand.Target target;
    private final Output output;
    private String cursor;

    Watch(PublisherClient publisher, WatchCommand.Target target, Output output) {
        this.publisher = publisher;
        this.target = target;
        this.output = output;
        this.cursor = target.from().toString();
    }

    /** Goes on until nobody reads what it prints; then answers 0. */
    int run() throws InterruptedException {
        List<String> events = begin();
        while (print(events)) {
            long begun = System.nanoTime();
            events = next();
            if (events.isEmpty() && System.nanoTime() - begun < PAUSE.toNanos()) {
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        }
        return 0;
    }

    /** Does not wait: from the answer on it is known what {@code now} is, whatever happens to the publisher. */
    private List<String> begin() throws InterruptedException {
        try {
            List<String> events = read(Duration.ZERO);
            output.note("watching " + target.channel() + " at " + publisher.url());
            return events;
        } catch (AwayException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }

    private List<String> next() throws InterruptedException {
        try {
            return read(HELD);
        } catch (AwayException e) {
            output.note(e.getMessage() + "; going on from " + cursor + " once it is there");
            return comeBack();
        }
    }

    private List<String> comeBack() throws InterruptedException {
        for (int retry = 0; ; retry++) {
            TimeUnit.MILLISECONDS.sleep((long) FIRST_RETRY_MS << Math.min(retry, MOST_DOUBLINGS));
            try {
                List<String> events = read(Duration.ZERO);
                output.note("the publisher is there again");
                return events;
            } catch (AwayException e) {
                // said already
            }
        }
    }

    /** Reads on from the cursor, and moves it. */
    private List<String> read(Duration wait) throws AwayException, InterruptedException {
        String path = "/v1/channels/" + target.channel() + "/events?limit=1000&cursor=" + cursor + "&wait="
                + wait.toSeconds();
        try {
            Map<String, String> answer = JsonText.fields(publisher.get(path, wait));
            List<String> events = JsonText.elements(answer.get("events"));
            cursor = JsonText.string(answer.get("cursor"));
            return events;
        } catch (IOException e) {
            throw publisher.strange();
        }
    }

    private boolean print(List<String> events) {
        for (String event : events) {
            String type = type(event);
            if (type.equals("$gap")) {
                tellGap(event);
            } else if (!type.startsWith("$") && !output.line(JsonText.harmless(event))) {
                return false;
            }
        }
        return true;
    }

    private String type(String event) {
        try {
            return JsonText.string(JsonText.fields(event).get("type"));
        } catch (IOException e) {
            throw publisher.strange();
        }
    }

    private void tellGap(String event) {
        try {
            Map<String, String> gap = JsonText.fields(JsonText.fields(event).get("data"));
            output.note("gap: events from " + JsonText.string(gap.get("requested")) + " to "
                    + JsonText.string(gap.get("earliest")) + " may be lost; going on there");
        } catch (IOException e) {
            throw publisher.strange();
        }
    }
}
