package io.halley.store.redis;

import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** Pages of a sorted set whose scores are all the same, so that Redis orders it by bytes. */
final class Lexical {

    private Lexical() {}

    /** Where a page begins, as {@code ZRANGE … BYLEX} takes it. */
    static String from(String prefix, @Nullable String after) {
        return after == null || after.compareTo(prefix) < 0 ? "[" + prefix : "(" + after;
    }

    /** What to go on after; the scripts answer an empty string for the last page. */
    static @Nullable String next(Response answer) {
        String next = answer.toString();
        return next.isEmpty() ? null : next;
    }
}
