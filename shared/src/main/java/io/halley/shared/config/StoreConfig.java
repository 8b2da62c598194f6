package io.halley.shared.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where events are kept, and for how long. An event goes when the first of the three bounds is reached.
 *
 * @param dataDir folder of the embedded store, and of the secrets that Halley makes
 * @param redis where the Redis is, if the store is one
 * @param retainEvents per channel
 * @param retainBytes per channel
 * @param retainTime of every event, and of a channel after its last one
 */
public record StoreConfig(
        Kind kind, Path dataDir, RedisUrl redis, int retainEvents, long retainBytes, Duration retainTime) {

    /** Which store. */
    public enum Kind {
        /** Files in the data folder of this process. */
        EMBEDDED,
        /** A Redis that any number of processes share. */
        REDIS
    }

    static StoreConfig read(Environment variables) {
        Setting dataDir = new Setting(
                "HALLEY_DATA_DIR", "data", "folder of the embedded store and of the secrets that Halley makes");
        Setting redis = new Setting("HALLEY_REDIS_URL", "redis://127.0.0.1:6379", "where Redis is, with its password");
        return new StoreConfig(
                variables.oneOf(
                        "HALLEY_STORE",
                        Kind.class,
                        Kind.EMBEDDED,
                        "where events are kept: embedded, in files of this process; redis, shared by any number of processes"),
                variables.parsed(dataDir, "a path", Path::of),
                variables.hidden(
                        redis, "redis://HOST, redis://:PASSWORD@HOST:PORT/DB, or rediss:// for TLS", RedisUrl::parse),
                variables.number("HALLEY_RETAIN_EVENTS", 1_000, 1, 1_000_000, "how many events a channel keeps"),
                variables.bytes("HALLEY_RETAIN_BYTES", "16m", "64k", "1024g", "how many bytes a channel keeps"),
                Duration.ofHours(variables.number("HALLEY_RETAIN_HOURS", 168, 1, 87_600, "how long an event is kept")));
    }
}
