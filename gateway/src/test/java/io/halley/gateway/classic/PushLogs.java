package io.halley.gateway.classic;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventType;
import java.util.List;
import java.util.Optional;

/** The two channels of a user of the push page, and what comes next in them. */
final class PushLogs {

    static final Channel OWN = new Channel("user:1");
    static final Channel USERS = Channel.USERS;
    static final long NOW = 1_795_247_708_000L;

    final MovingLog log = new MovingLog();
    long time = NOW;

    Event push(Channel channel, String host) {
        return log.append(channel, ++time, EventType.PUSH, "{\"url\":\"http://" + host + "/\"}");
    }

    void noPushes(Channel channel, int count, int length) {
        for (int i = 0; i < count; i++) {
            log.append(channel, time, EventType.MESSAGE, text(length));
        }
    }

    private static String text(int length) {
        return '"' + "x".repeat(length) + '"';
    }

    NextPush waiting(long seen) {
        return waiting(log.reading(), seen);
    }

    static NextPush waiting(Reading reading, long seen) {
        return new NextPush(reading, List.of(OWN, USERS), seen);
    }

    /** What is there now for a page that sends back a number. */
    Optional<Event> next(long seen) {
        return waiting(seen).find().result();
    }
}
