package io.halley.gateway.subscription;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.subscription.Subscriber.State;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one subscription, in the order in which they were subscribed: together they are its cursor. They read
 * the log one at a time, each in its turn, so that a busy channel does not starve the others.
 */
public final class Subscribers implements Iterable<Subscriber> {

    private List<Subscriber> all = List.of();
    private int turn;
    private boolean reading;

    /** Takes the place of the one that reads first. */
    Subscribers(int first) {
        turn = first;
    }

    void add(List<Subscriber> more) {
        List<Subscriber> longer = new ArrayList<>(all);
        longer.addAll(more);
        all = List.copyOf(longer);
    }

    /** The others keep their order. */
    void remove(Subscriber subscriber) {
        List<Subscriber> shorter = new ArrayList<>(all);
        shorter.remove(subscriber);
        all = List.copyOf(shorter);
    }

    public int size() {
        return all.size();
    }

    public Subscriber get(int place) {
        return all.get(place);
    }

    /** All of them, as they are now, whatever is added or removed meanwhile. */
    @Override
    public Iterator<Subscriber> iterator() {
        return all.iterator();
    }

    /** As {@link #iterator}. */
    public Stream<Subscriber> stream() {
        return all.stream();
    }

    /** That of a channel; null if it is not subscribed. */
    public @Nullable Subscriber of(Channel channel) {
        for (Subscriber subscriber : all) {
            if (subscriber.channel().equals(channel)) {
                return subscriber;
            }
        }
        return null;
    }

    /** Whether there is nothing left to read in any channel. */
    public boolean areAtHead() {
        for (Subscriber subscriber : all) {
            if (subscriber.state() == State.READING || subscriber.state() == State.STARTING) {
                return false;
            }
        }
        return true;
    }

    /** The cursor with some positions replaced; null keeps a subscriber's own. One not found out yet is {@code 0.0}. */
    public String cursor(Function<Subscriber, @Nullable EventId> replaced) {
        StringBuilder cursor = new StringBuilder(24 * all.size());
        for (Subscriber subscriber : all) {
            EventId id = replaced.apply(subscriber);
            cursor.append(cursor.isEmpty() ? "" : ",").append(id == null ? subscriber.reached() : id);
        }
        return cursor.toString();
    }

    /** The cursor before these frames, and behind the gaps that they begin with. */
    public String cursorAt(List<Frame> frames) {
        return cursor(subscriber -> {
            for (Frame frame : frames) {
                if (frame.channel().equals(subscriber.channel())) {
                    return frame.start();
                }
            }
            return null;
        });
    }

    /** The position in one channel; {@code 0.0} if that is not found out yet, or not subscribed. */
    public EventId cursorIn(Channel channel) {
        Subscriber subscriber = of(channel);
        return subscriber == null ? EventId.NONE : subscriber.reached();
    }

    /** What one has read beyond this was not written after all; nothing more is going to be. */
    public void moveBack(Channel channel, EventId id) {
        Subscriber subscriber = of(channel);
        if (subscriber != null) {
            subscriber.startAt(id);
        }
    }

    /** Who reads next, so many steps on. */
    public Subscriber next(int step) {
        return all.get((turn + step) % all.size());
    }

    /** This one has had its page; the turn is the next one's. */
    public void hadItsTurn(int step) {
        turn = (turn + step + 1) % all.size();
    }

    /** Whether a read of the store is under way for one of them; there is never more than one. */
    public boolean isReading() {
        return reading;
    }

    public void setReading(boolean reading) {
        this.reading = reading;
    }
}
