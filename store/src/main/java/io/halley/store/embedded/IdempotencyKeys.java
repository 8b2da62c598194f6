package io.halley.store.embedded;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.IdempotencyKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for 24 hours what became of drafts with an idempotency key; of more than a given number the oldest are
 * forgotten before. Used by the writer's thread only.
 */
final class IdempotencyKeys {

    static final long REMEMBERED_MS = Duration.ofHours(24).toMillis();
    static final long MOST = 10_000_000;

    private static final String BY_KEY = "keys";
    private static final String BY_AGE = "keys-by-age";
    private static final int FORGOTTEN_BESIDES = 8;

    private final SmallMaps maps;
    private final long most;
    private long next;
    private long forgotten;

    IdempotencyKeys(SmallMaps maps, long most) throws IOException {
        this.maps = maps;
        this.most = most;
        String last = maps.map(BY_AGE).lastKey();
        this.next = last == null ? 1 : Long.parseLong(last) + 1;
    }

    /** What became of a draft: which event it is, and of which body. */
    record Answer(String fingerprint, EventId id, long time) {}

    /** Where an answer is kept: a key is one of a principal in a channel. */
    static String slot(Channel channel, IdempotencyKey key) {
        return channel.name() + " " + key.key() + " " + key.principal();
    }

    @Nullable
    Answer find(String slot, long now) throws IOException {
        String text = maps.map(BY_KEY).get(slot);
        if (text == null) {
            return null;
        }
        Answer answer = parse(text);
        return answer.time < now - REMEMBERED_MS ? null : answer;
    }

    void put(String slot, Answer answer) throws IOException {
        String age = String.format("%019d", next++);
        maps.put(BY_KEY, slot, answer.fingerprint + " " + answer.id + " " + answer.time + " " + age);
        maps.put(BY_AGE, age, slot);
    }

    /** Puts an answer that the log holds in again, unless it is there. */
    void restore(LogRecord record, long now) throws IOException {
        IdempotencyKey key = record.key();
        if (key == null || record.time() < now - REMEMBERED_MS) {
            return;
        }
        String slot = slot(new Channel(record.channel()), key);
        Answer there = find(slot, now);
        if (there == null || there.time < record.time()) {
            put(slot, new Answer(key.fingerprint(), new EventId(record.epoch(), record.offset()), record.time()));
        }
    }

    /** Forgets answers that are too old or too many: as many as were put, and a few besides. */
    void forget(int put, long now) throws IOException {
        MVMap<String, String> byAge = maps.map(BY_AGE);
        for (int i = 0; i < put + FORGOTTEN_BESIDES; i++) {
            String age = byAge.firstKey();
            if (age == null || !forget(age, Objects.requireNonNull(byAge.get(age)), now)) {
                return;
            }
        }
    }

    private boolean forget(String age, String slot, long now) throws IOException {
        MVMap<String, String> byKey = maps.map(BY_KEY);
        String text = byKey.get(slot);
        if (text != null && text.endsWith(age)) {
            if (parse(text).time >= now - REMEMBERED_MS) {
                if (byKey.sizeAsLong() <= most) {
                    return false;
                }
                forgotten++;
            }
            maps.put(BY_KEY, slot, null);
        }
        maps.put(BY_AGE, age, null);
        return true;
    }

    /** How many were forgotten before their time. */
    long forgotten() {
        return forgotten;
    }

    private static Answer parse(String text) {
        List<String> parts = List.of(text.split(" ", 4));
        return new Answer(parts.get(0), EventId.parse(parts.get(1)), Long.parseLong(parts.get(2)));
    }
}
