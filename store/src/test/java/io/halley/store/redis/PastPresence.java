package io.halley.store.redis;

import io.halley.shared.config.StoreConfig;
import io.halley.shared.runtime.Health;
import io.halley.store.fixture.RedisServer;
import io.halley.store.spi.LeaseTimes;
import io.halley.store.spi.Notices;
import io.halley.store.spi.PresenceStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Lets time pass for presence on Redis, whose clock nobody can move: all that is written down becomes older.
 */
public final class PastPresence {

    private static final String AGE =
            """
            local ms = tonumber(ARGV[1])
            local function earlier(time) return string.format('%.0f', tonumber(time) - ms) end
            local leases = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
            for i = 1, #leases, 2 do
              redis.call('ZADD', KEYS[1], earlier(leases[i + 1]), leases[i])
            end
            for _, name in ipairs({ 'until', 'since', ARGV[2] }) do
              local time = redis.call('HGET', KEYS[2], name)
              if time and time ~= '' then
                redis.call('HSET', KEYS[2], name, earlier(time))
              end
            end
            local users = redis.call('HGETALL', KEYS[3])
            for i = 1, #users, 2 do
              local first, last = string.match(users[i + 1], '(%d+) (%d+)')
              redis.call('HSET', KEYS[3], users[i], earlier(first) .. ' ' .. earlier(last))
            end
            return 1
            """;

    private PastPresence() {}

    /** Opens a store with lease times of its own. */
    public static Future<RedisStore> open(Vertx vertx, StoreConfig config, Notices notices, LeaseTimes times) {
        return RedisStore.open(vertx, config, notices, new Health(), new SimpleMeterRegistry(), times);
    }

    /** Has a store end what has run out, on its context. */
    public static Future<Void> sweep(PresenceStore presence) {
        return ((RedisPresence) presence).sweep();
    }

    /** So many ms pass in which presence is used all the while. */
    public static void pass(RedisServer redis, long ms) {
        age(redis, ms, "");
    }

    /** So many ms pass in which nobody uses it. */
    public static void beAway(RedisServer redis, long ms) {
        age(redis, ms, "touched");
    }

    private static void age(RedisServer redis, long ms, String more) {
        redis.cli("EVAL", AGE, "3", Keys.LEASES, Keys.PRESENCE, Keys.USER_TIMES, Long.toString(ms), more);
    }
}
