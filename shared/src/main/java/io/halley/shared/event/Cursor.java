package io.halley.shared.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One position per subscribed channel, in the order of the request. As text they are joined by {@code ,}; a single
 * {@code now}, {@code start} or {@code last:N} stands for all channels. Cursors that Halley sends hold only event ids. That
 * of no channels is empty.
 */
public record Cursor(List<Position> positions) {

    public Cursor {
        positions = List.copyOf(positions);
    }

    /** The same position in each of {@code channels} channels. */
    public static Cursor all(Position position, int channels) {
        return new Cursor(Collections.nCopies(channels, position));
    }

    /**
     * Reads a cursor for a known number of channels.
     *
     * @throws InvalidValueException if it can't be read, or holds another number of positions
     */
    public static Cursor parse(String text, int channels) {
        List<Position> positions = new ArrayList<>(channels);
        for (String slot : text.split(",", -1)) {
            positions.add(Position.parse(slot));
        }
        if (positions.size() == 1 && !(positions.get(0) instanceof EventId)) {
            return all(positions.get(0), channels);
        }
        if (positions.size() != channels) {
            throw new InvalidValueException(
                    "cursor", text, channels + " positions, one per channel, not " + positions.size());
        }
        return new Cursor(positions);
    }

    /**
     * Reads what a browser remembered for us. It is never refused, because an EventSource that meets an error gives up
     * for good: what can't be read becomes a position that no log covers, and so a gap.
     */
    public static Cursor parseRemembered(String text, int channels) {
        try {
            return parse(text, channels);
        } catch (InvalidValueException e) {
            return all(new Position.Unreadable(text), channels);
        }
    }

    @Override
    public String toString() {
        return positions.stream().map(Position::toString).collect(Collectors.joining(","));
    }
}
