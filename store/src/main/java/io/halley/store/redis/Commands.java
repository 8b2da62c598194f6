package io.halley.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.List;

/** Runs scripts on the one connection for commands, pipelined. Called and answered on the store's context. */
interface Commands {

    /**
     * Runs a script; its header says what it takes and answers. Never retried. Fails with
     * {@link io.halley.shared.bus.StoreException}: at once if there is no connection, after two seconds if there is no
     * answer, and with Redis's own words for what it refused.
     */
    Future<Response> run(Script script, List<String> keys, List<String> arguments);
}
