package io.halley.store.redis;

import io.halley.shared.config.RedisUrl;
import io.halley.shared.runtime.StartException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a Redis says of itself.
 *
 * @param version such as {@code 8.0.2}
 * @param mode {@code standalone}, {@code sentinel} or {@code cluster}
 * @param role {@code master}, or {@code slave} for a replica
 * @param evictionPolicy what it does when its memory is full; only {@code noeviction} loses nothing
 */
record ServerInfo(String version, String mode, String role, String evictionPolicy) {

    private static final int LEAST_MAJOR = 6;
    private static final int LEAST_MINOR = 2;

    /** Reads the answer of {@code INFO}. */
    static ServerInfo parse(String info) {
        Map<String, String> values = info.lines()
                .filter(line -> line.indexOf(':') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1).strip(),
                        (one, other) -> one));
        return new ServerInfo(
                values.getOrDefault("redis_version", "unknown"),
                values.getOrDefault("redis_mode", "unknown"),
                values.getOrDefault("role", "unknown"),
                values.getOrDefault("maxmemory_policy", "unknown"));
    }

    /**
     * Whether Halley can work with it now.
     *
     * @throws StartException if it never can
     * @throws UnfitException if it can't while it is what it is
     */
    void check(RedisUrl url) {
        if (isTooOld()) {
            throw new StartException("Redis at " + url + " is version " + version + " (expected: " + LEAST_MAJOR + "."
                    + LEAST_MINOR + " or newer)");
        }
        if (mode.equals("cluster") || mode.equals("sentinel")) {
            throw new StartException(
                    "Redis at " + url + " is a " + mode + " (expected: a Redis by itself, or the master of replicas)");
        }
        if (!role.equals("master")) {
            throw new UnfitException("Redis at " + url + " is a read-only replica");
        }
    }

    boolean evicts() {
        return !evictionPolicy.equals("noeviction");
    }

    /** A version that does not read as one is taken for a new one. */
    private boolean isTooOld() {
        String[] parts = version.split("\\.", 3);
        if (parts.length < 2 || !parts[0].matches("[0-9]{1,6}") || !parts[1].matches("[0-9]{1,6}")) {
            return false;
        }
        int major = Integer.parseInt(parts[0]);
        return major < LEAST_MAJOR || (major == LEAST_MAJOR && Integer.parseInt(parts[1]) < LEAST_MINOR);
    }
}
