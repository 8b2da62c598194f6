package io.halley.store.redis;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import io.halley.shared.event.UserId;
import io.halley.store.spi.Notice;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@code log.lua} and {@code delete.lua} publish. */
final class NoticeText {

    private NoticeText() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Notice parse(Channel channel, String text) {
        String[] lines = text.split("\n", -1);
        String[] head = words(lines[0]);
        String epoch = head[0];
        long last = Long.parseLong(head[1]);
        int count = Integer.parseInt(head[2]);
        if (count < 0 || count > last || lines.length != 1 + 2 * count) {
            throw new IllegalArgumentException("notice of " + count + " events in " + lines.length + " lines");
        }
        List<Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            EventId id = new EventId(epoch, last - count + 1 + i);
            events.add(event(channel, id, words(lines[1 + 2 * i]), lines[2 + 2 * i]));
        }
        return new Notice(channel, new EventId(epoch, last), events);
    }

    private static Event event(Channel channel, EventId id, String[] words, String data) {
        UserId from = words[2].equals("-") ? null : new UserId(words[2]);
        return new Event(channel, id, Long.parseLong(words[0]), new EventType(words[1]), new EventData(data), from);
    }

    private static String[] words(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 3) {
            throw new IllegalArgumentException("notice with " + words.length + " words in a line");
        }
        return words;
    }
}
