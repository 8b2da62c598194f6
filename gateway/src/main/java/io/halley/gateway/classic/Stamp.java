package io.halley.gateway.classic;

import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.InvalidValueException;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The number that old pages call timestamp, and send back to have what comes after it: microseconds since 1970, made of an
 * event's time and offset alone, and so the same on every gateway. It grows strictly along a channel, because time never
 * goes back there and offsets go on from epoch to epoch.
 */
final class Stamp {

    /** The latest at once, where there is one. */
    static final long NONE = 0;

    /** Below it a page has sent seconds, as its own clock has them. */
    private static final long SECONDS_BELOW = 100_000_000_000L;

    private static final long MICROS_A_SECOND = 1_000_000;
    private static final long MICROS_A_MILLI = 1_000;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private Stamp() {}

    static long of(Event event) {
        return event.time() * MICROS_A_MILLI + offset(event);
    }

    /**
     * Of an event of one of two channels that a page sees as one: no two are equal, because those of one are even and those
     * of the other odd.
     *
     * @param lane 0 or 1
     */
    static long of(Event event, int lane) {
        return event.time() * MICROS_A_MILLI + 2 * offset(event) + lane;
    }

    /** Which channel a number of {@link #of(Event, int)} is of. */
    static int lane(long stamp) {
        return (int) (stamp & 1);
    }

    /**
     * Reads what a page has sent; nothing is {@link #NONE}.
     *
     * @throws InvalidValueException if it is no number
     */
    static long parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        if (!NUMBER.matcher(text).matches()) {
            throw new InvalidValueException(
                    "timestamp", text, "the last timestamp of an answer, seconds since 1970, or 0");
        }
        long number = Long.parseLong(text);
        return number < SECONDS_BELOW ? number * MICROS_A_SECOND : number;
    }

    /** Whether it is of a page's own clock, and of no event: those of events are of whole seconds once in a million. */
    static boolean isClock(long stamp) {
        return stamp % MICROS_A_SECOND == 0;
    }

    /** What a page has sent, to be sent back to it: nothing is 0. It was read before. */
    static long echo(String text) {
        return text.isEmpty() ? NONE : Long.parseLong(text);
    }

    static long offset(Event event) {
        return id(event).offset();
    }

    static EventId id(Event event) {
        return Objects.requireNonNull(event.id(), "an event of a log");
    }
}
