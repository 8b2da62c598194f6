package io.halley.store.spi;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Gap;
import io.halley.shared.event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log covers: the rule by which every backend tells a position that can be read on from, from a gap.
 *
 * @param epochs oldest first, as far back as retention reaches; empty if there is no log
 * @param earliest offset of the earliest event that is retained; {@code head + 1} if there is none
 * @param head offset of the newest event
 */
public record LogRange(List<Epoch> epochs, long earliest, long head) {

    /** No log yet. */
    public static final LogRange NONE = new LogRange(List.of(), 1, 0);

    public LogRange {
        epochs = List.copyOf(epochs);
        if (earliest < 1 || earliest > head + 1 || (epochs.isEmpty() && head != 0)) {
            throw new IllegalArgumentException("log from " + earliest + " to " + head + " in " + epochs);
        }
    }

    /** A term of the log, from the offset of its first event. */
    public record Epoch(String name, long first) {}

    /** Where reading starts for a requested position, and whether it had to jump there. */
    public record Start(EventId id, @Nullable Gap gap) {}

    /** The newest event, or {@link EventId#NONE}. */
    public EventId headId() {
        return idAt(head);
    }

    /** The earliest event that is retained, or where the next one will be. */
    public EventId earliestId() {
        return epochs.isEmpty() ? EventId.NONE : new EventId(epochOf(earliest).name(), earliest);
    }

    /** Finds where to read on from. */
    public Start resolve(Channel channel, Position position) {
        if (position instanceof Position.Now) {
            return new Start(headId(), null);
        }
        if (position instanceof Position.Start) {
            return new Start(beforeEarliest(), null);
        }
        if (position instanceof Position.Last last) {
            long offset = head - last.count();
            return new Start(offset < earliest ? beforeEarliest() : idAt(offset), null);
        }
        if (position instanceof EventId id && covers(id)) {
            return new Start(id, null);
        }
        return new Start(beforeEarliest(), new Gap(channel, position.toString(), earliestId(), headId()));
    }

    /**
     * Whether everything after this event is in the log. {@code 0.0} is covered if there is no log, or if the first event
     * of a log of a single epoch is retained.
     */
    public boolean covers(EventId id) {
        if (id.equals(EventId.NONE)) {
            return epochs.isEmpty() || (epochs.size() == 1 && earliest == 1 && head >= 1);
        }
        return names(id) && id.offset() + 1 >= earliest;
    }

    /** Whether a position is one of a term that is known, retained or not: its epoch was not over by then. */
    public boolean names(EventId id) {
        for (int i = 0; i < epochs.size(); i++) {
            if (epochs.get(i).name().equals(id.epoch())) {
                boolean inTerm = i + 1 == epochs.size()
                        || id.offset() < epochs.get(i + 1).first();
                return inTerm && id.offset() <= head;
            }
        }
        return false;
    }

    /** Whether this is the id of an event that is retained. */
    public boolean holds(EventId id) {
        return id.offset() >= earliest
                && id.offset() <= head
                && idAt(id.offset()).equals(id);
    }

    /** Covered by the rule: the epoch of the earliest event, one below it. */
    private EventId beforeEarliest() {
        return epochs.isEmpty() ? EventId.NONE : new EventId(epochOf(earliest).name(), earliest - 1);
    }

    /** The id of the event at an offset that is in the log. */
    public EventId idAt(long offset) {
        return epochs.isEmpty() ? EventId.NONE : new EventId(epochOf(offset).name(), offset);
    }

    private Epoch epochOf(long offset) {
        for (int i = epochs.size() - 1; i > 0; i--) {
            if (epochs.get(i).first() <= offset) {
                return epochs.get(i);
            }
        }
        return epochs.get(0);
    }
}
