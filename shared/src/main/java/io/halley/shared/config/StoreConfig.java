package io.halley.shared.config;

import io.halley.shared.event.Channel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where events are kept, and for how long.
 *
 * @param dataDir folder of the embedded store, and of the secrets that Halley makes
 * @param redis where the Redis is, if the store is one
 * @param retention of channels that are not of inboxes
 * @param inboxRetention of the channels of inboxes: {@code users}, and every user's own. At most 10,000 events, because a
 *     mark may name each that was read alone
 */
public record StoreConfig(Kind kind, Path dataDir, RedisUrl redis, Retention retention, Retention inboxRetention) {

    /**
     * For how long the events of a channel are kept: until the first of these bounds is reached.
     *
     * @param events 1 to 1,000,000
     * @param bytes 64 KiB to 1 TiB
     * @param time of every event, 1 to 87,600 hours
     */
    public record Retention(int events, long bytes, Duration time) {}

    /** For how long the events of this channel are kept. */
    public Retention retention(Channel channel) {
        return channel.isOfInboxes() ? inboxRetention : retention;
    }

    /** Which store. */
    public enum Kind {
        /** Files in the data folder of this process. */
        EMBEDDED,
        /** A Redis that any number of processes share. */
        REDIS
    }

    static StoreConfig read(Environment variables) {
        Setting redis = new Setting("HALLEY_REDIS_URL", "redis://127.0.0.1:6379", "where Redis is, with its password");
        return new StoreConfig(
                variables.oneOf(
                        "HALLEY_STORE",
                        Kind.class,
                        Kind.EMBEDDED,
                        "where events are kept: embedded, in files of one process, that of halley.jar;"
                                + " redis, shared by any number of processes"),
                dataDir(variables),
                variables.hidden(
                        redis, "redis://HOST, redis://:PASSWORD@HOST:PORT/DB, or rediss:// for TLS", RedisUrl::parse),
                new Retention(
                        variables.number(
                                "HALLEY_RETAIN_EVENTS", 1_000, 1, 1_000_000, "how many events a channel keeps"),
                        variables.bytes("HALLEY_RETAIN_BYTES", "16m", "64k", "1024g", "how many bytes a channel keeps"),
                        hours(variables, "HALLEY_RETAIN_HOURS", 168, "how long an event is kept")),
                new Retention(
                        variables.number(
                                "HALLEY_INBOX_RETAIN_EVENTS",
                                1_000,
                                1,
                                10_000,
                                "how many events an inbox's channel keeps"),
                        variables.bytes(
                                "HALLEY_INBOX_RETAIN_BYTES",
                                "16m",
                                "64k",
                                "1024g",
                                "how many bytes an inbox's channel keeps"),
                        hours(variables, "HALLEY_INBOX_RETAIN_HOURS", 720, "how long an event of an inbox is kept")));
    }

    static Path dataDir(Environment variables) {
        Setting dataDir = new Setting(
                "HALLEY_DATA_DIR", "data", "folder of the embedded store and of the secrets that Halley makes");
        return variables.parsed(dataDir, "a path", Path::of);
    }

    private static Duration hours(Environment variables, String name, int fallback, String meaning) {
        return Duration.ofHours(variables.number(name, fallback, 1, 87_600, meaning));
    }
}
