package io.halley.store.redis;

import io.halley.shared.config.RedisUrl;
import io.halley.shared.runtime.StartException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.types.ErrorType;
import java.net.ConnectException;
import java.util.List;

/** Makes connections to one Redis. Called and answered on the store's context. */
final class Connector {

    /** For all steps together, so that a Redis that takes connections and never answers counts as away. */
    static final long PATIENCE_MS = 2_000;

    /** At the start, when a machine is busy: a wrong password is to be known before it counts as away. */
    static final long FIRST_PATIENCE_MS = 10_000;

    /** Of the client's own; {@link CommandLink} stays below. */
    private static final int MOST_IN_FLIGHT = 20_000;

    private final Vertx vertx;
    private final RedisUrl url;

    Connector(Vertx vertx, RedisUrl url) {
        this.vertx = vertx;
        this.url = url;
    }

    RedisUrl url() {
        return url;
    }

    /**
     * Connects, signs in, looks at what is there, and loads every script of {@code scripts}. Fails with {@link
     * StartException} for a password that is wrong or a version that is too old, else with whatever stands in the way, or
     * after {@code patience} ms; then nothing is left open.
     */
    Future<Connection> connect(List<Script> scripts, long patience) {
        Redis client = Redis.createClient(vertx, options());
        Promise<Connection> ready = Promise.promise();
        long timer = vertx.setTimer(patience, id -> ready.tryFail("no answer within " + patience + " ms"));
        client.connect()
                .compose(connection -> shakeHands(client, connection, scripts))
                .onSuccess(ready::tryComplete)
                .onFailure(ready::tryFail);
        return ready.future()
                .onComplete(outcome -> vertx.cancelTimer(timer))
                .onFailure(failure -> client.close())
                .recover(failure -> Future.failedFuture(inWords(failure)));
    }

    private Future<Connection> shakeHands(Redis client, RedisConnection connection, List<Script> scripts) {
        return connection.send(Request.cmd(Command.INFO)).compose(info -> {
            ServerInfo server = ServerInfo.parse(info.toString());
            server.check(url);
            Future<?> loaded = Future.all(scripts.stream()
                    .map(script -> connection.send(
                            Request.cmd(Command.SCRIPT).arg("LOAD").arg(script.text())))
                    .toList());
            return loaded.compose(done -> tryRights(connection, scripts))
                    .map(tried -> new Connection(client, connection, server));
        });
    }

    /** Whether the user may do what the scripts do, before anything depends on it. */
    private static Future<?> tryRights(RedisConnection connection, List<Script> scripts) {
        if (!scripts.contains(Script.PROBE)) {
            return Future.succeededFuture();
        }
        String address = Keys.PROBE + "start";
        Request probe = Request.cmd(Command.EVALSHA)
                .arg(Script.PROBE.sha())
                .arg(1)
                .arg(address)
                .arg(address)
                .arg("0");
        return connection.send(probe).compose(answer -> {
            String error = answer.toString();
            return Refusal.isPermission(error)
                    ? Future.failedFuture(new StartException(Refusal.of(error).words()))
                    : Future.succeededFuture();
        });
    }

    private Throwable inWords(Throwable failure) {
        if (failure instanceof ErrorType error && (error.is("WRONGPASS") || error.is("NOAUTH"))) {
            return new StartException("Redis at " + url + " refuses the password in HALLEY_REDIS_URL, or wants one");
        }
        if (failure instanceof ErrorType error && Refusal.isPermission(String.valueOf(error.getMessage()))) {
            return new StartException("Redis at " + url + " does not permit what Halley needs: " + error.getMessage());
        }
        if (failure instanceof ErrorType error
                && String.valueOf(error.getMessage()).contains("DB index is out of range")) {
            return new StartException("Redis at " + url + " has no database " + url.database());
        }
        if (failure instanceof ConnectException) {
            // the rest of its text is the system call and the address once more
            boolean refused = String.valueOf(failure.getMessage()).contains("refused");
            return refused ? new ConnectException("connection refused") : failure;
        }
        return failure;
    }

    private RedisOptions options() {
        NetClientOptions net = new NetClientOptions()
                .setConnectTimeout((int) PATIENCE_MS)
                .setTcpKeepAlive(true)
                .setHostnameVerificationAlgorithm("HTTPS");
        return new RedisOptions()
                .setConnectionString(url.text())
                .setNetClientOptions(net)
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1)
                .setPoolCleanerInterval(-1)
                .setPoolRecycleTimeout(-1)
                .setMaxWaitingHandlers(MOST_IN_FLIGHT);
    }
}
