package io.halley.shared.event;

/** Where in one channel's log a reader wants to begin. Only an {@link EventId} is ever sent back to a client. */
public sealed interface Position permits EventId, Position.Now, Position.Start, Position.Last, Position.Unreadable {

    Position NOW = new Now();
    Position START = new Start();

    /** After the newest event. */
    record Now() implements Position {
        @Override
        public String toString() {
            return "now";
        }
    }

    /** Before the earliest event that is retained. */
    record Start() implements Position {
        @Override
        public String toString() {
            return "start";
        }
    }

    /** Before the newest {@code count} events, or all that are retained; {@code count} is 1 to 1,000,000. */
    record Last(int count) implements Position {

        private static final String RULE = "last:N with N from 1 to 1000000";

        public Last {
            if (count < 1 || count > 1_000_000) {
                throw new InvalidValueException("cursor", "last:" + count, RULE);
            }
        }

        @Override
        public String toString() {
            return "last:" + count;
        }
    }

    /** What a client sent back and no log can have issued: never covered, so that it is answered with a gap. */
    record Unreadable(String text) implements Position {
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Reads {@code now}, {@code start}, {@code last:N} or an event id.
     *
     * @throws InvalidValueException for anything else
     */
    static Position parse(String text) {
        return switch (text) {
            case "now" -> NOW;
            case "start" -> START;
            default -> text.startsWith("last:") ? parseLast(text) : EventId.parse(text);
        };
    }

    private static Last parseLast(String text) {
        String count = text.substring("last:".length());
        if (!count.matches("[1-9][0-9]{0,6}")) {
            throw new InvalidValueException("cursor", text, Last.RULE);
        }
        return new Last(Integer.parseInt(count));
    }
}
