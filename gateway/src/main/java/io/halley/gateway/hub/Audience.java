package io.halley.gateway.hub;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.subscription.Subscriber;
import io.halley.gateway.subscription.Subscriber.State;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.event.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The subscribers of one channel: those who are live, and those who are not. Confined to the hub's loop. */
final class Audience {

    private final Channel channel;
    private final List<Subscriber> live = new ArrayList<>();
    private final List<Subscriber> notLive = new ArrayList<>();
    private final Consumer<Subscription> marked;
    private List<Subscriber> waiting = new ArrayList<>();

    /** Takes what to do with a subscription that has something for the end of this turn. */
    Audience(Channel channel, Consumer<Subscription> marked) {
        this.channel = channel;
        this.marked = marked;
    }

    int size() {
        return live.size() + notLive.size();
    }

    void add(Subscriber subscriber) {
        subscriber.share(channel);
        put(notLive, subscriber);
    }

    void remove(Subscriber subscriber) {
        if (subscriber.place() >= 0) {
            take(subscriber.state() == State.LIVE ? live : notLive, subscriber);
            subscriber.become(State.READING);
        }
    }

    void goLive(Subscriber subscriber) {
        take(notLive, subscriber);
        put(live, subscriber);
        subscriber.become(State.LIVE);
    }

    private void fallBehind(Subscriber subscriber) {
        take(live, subscriber);
        put(notLive, subscriber);
        subscriber.become(State.READING);
    }

    /** It has read more than the feed has flushed; the feed's next flush wakes it. */
    void await(Subscriber subscriber) {
        subscriber.become(State.WAITING);
        waiting.add(subscriber);
    }

    /** Those who waited for the feed to move; they read on. */
    List<Subscriber> wake() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<Subscriber> woken = waiting;
        waiting = new ArrayList<>();
        woken.removeIf(subscriber -> subscriber.state() != State.WAITING);
        woken.forEach(subscriber -> subscriber.become(State.READING));
        return woken;
    }

    void fallBehindAll() {
        for (int i = live.size() - 1; i >= 0; i--) {
            fallBehind(live.get(i));
        }
    }

    /** One frame to everyone who is live and whose connection takes it; the others have fallen behind. */
    void deliver(Frame frame) {
        for (int i = live.size() - 1; i >= 0; i--) {
            Subscriber subscriber = live.get(i);
            Subscription subscription = subscriber.subscription();
            if (subscription.connection().isWritable()) {
                subscriber.take(frame);
                marked.accept(subscription);
            } else {
                fallBehind(subscriber);
            }
        }
    }

    /** The subscriptions of those who are not live, as they are now. */
    List<Subscription> notLive() {
        return notLive.stream().map(Subscriber::subscription).toList();
    }

    /** The subscriptions of all, as they are now. */
    List<Subscription> everyone() {
        return Stream.concat(live.stream(), notLive.stream())
                .map(Subscriber::subscription)
                .toList();
    }

    private static void put(List<Subscriber> list, Subscriber subscriber) {
        subscriber.setPlace(list.size());
        list.add(subscriber);
    }

    /** The last one takes the place of the one that goes: order among subscribers means nothing. */
    private static void take(List<Subscriber> list, Subscriber subscriber) {
        Subscriber last = list.remove(list.size() - 1);
        if (last != subscriber) {
            list.set(subscriber.place(), last);
            last.setPlace(subscriber.place());
        }
        subscriber.setPlace(-1);
    }
}
