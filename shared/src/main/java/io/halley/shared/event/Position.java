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
        public Last {
            if (count < 1 || count > 1_000_000) {
                throw new InvalidValueException("cursor", "last:" + count, "last:N with N from 1 to 1000000");
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
        try {
            return new Last(Integer.parseInt(text.substring("last:".length())));
        } catch (NumberFormatException e) {
            throw new InvalidValueException("cursor", text, "last:N with N from 1 to 1000000");
        }
    }
}
