package io.halley.shared.event;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of one event in its channel's log: {@code EPOCH.OFFSET}. The epoch names one term of one log on one
 * incarnation of the store; offsets go on from epoch to epoch. As a position it means "after this event".
 *
 * @param epoch 8 to 32 of {@code [0-9a-z]}, or {@code 0} with the offset 0
 * @param offset 0 (before the first event) up to 2^53 - 1, what a browser can count to
 */
public record EventId(String epoch, long offset) implements Position {

    /** {@code 0.0}: before the first event of a log. */
    public static final EventId NONE = new EventId("0", 0);

    public static final long LARGEST_OFFSET = (1L << 53) - 1;

    private static final String RULE = "EPOCH.OFFSET such as k3f9x2ab.42, or 0.0";
    private static final Pattern TEXT = Pattern.compile("([0-9a-z]{8,32})\\.(0|[1-9][0-9]{0,15})");
    private static final Pattern EPOCH = Pattern.compile("[0-9a-z]{8,32}");

    public EventId {
        boolean none = epoch.equals("0") && offset == 0;
        if ((!none && !EPOCH.matcher(epoch).matches()) || offset < 0 || offset > LARGEST_OFFSET) {
            throw new InvalidValueException("event id", epoch + "." + offset, RULE);
        }
    }

    /**
     * Reads an event id.
     *
     * @throws InvalidValueException if the text is none
     */
    public static EventId parse(String text) {
        if (text.equals("0.0")) {
            return NONE;
        }
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new InvalidValueException("event id", text, RULE);
        }
        return new EventId(parts.group(1), Long.parseLong(parts.group(2)));
    }

    @Override
    public String toString() {
        return epoch + "." + offset;
    }
}
