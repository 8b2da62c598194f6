package io.halley.store.redis;

import io.halley.shared.runtime.StartException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Holds one connection for as long as the store is open: when it is lost it is made anew, and until then tried again and
 * again, up to two seconds apart. Confined to the store's context.
 */
final class Link {

    private static final System.Logger LOG = System.getLogger(Link.class.getName());
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 2_000;
    /** After what will hardly change by itself: a wrong password is not to fill Redis's log. */
    private static final long HOPELESS_PAUSE_MS = 10_000;

    private final Vertx vertx;
    private final Connector connector;
    private final Condition condition;
    private final Condition.Part part;
    private final List<Script> scripts;
    private final User user;
    private final Promise<Void> firstAttempt = Promise.promise();

    /** Volatile for whoever reads the metrics. */
    private volatile @Nullable Connection connection;

    private int failures;
    private boolean announced;
    private boolean closed;

    /** Who uses the connection. */
    interface User {
        /** There is a connection, from now on. */
        void up(Connection connection);

        /** There is none any more; what was not answered never will be. */
        void down();
    }

    Link(Vertx vertx, Connector connector, Condition condition, Condition.Part part, List<Script> scripts, User user) {
        this.vertx = vertx;
        this.connector = connector;
        this.condition = condition;
        this.part = part;
        this.scripts = scripts;
        this.user = user;
    }

    /** Begins. Completes once it was tried, connected or not; fails with {@link StartException} if that is hopeless. */
    Future<Void> open() {
        attempt();
        return firstAttempt.future();
    }

    boolean isUp() {
        return connection != null;
    }

    /** The connection does what it is for, and not only since a moment ago. */
    void works() {
        failures = 0;
        condition.green(part);
        if (!announced) {
            announced = true;
            LOG.log(Level.INFO, "connected to Redis at {0} for {1}", connector.url(), part);
        }
    }

    /** Gives the connection up, and makes it anew. */
    void reset(String reason) {
        Connection given = connection;
        if (given != null) {
            lost(given, reason);
        }
    }

    void close() {
        closed = true;
        Connection last = connection;
        if (last != null) {
            connection = null;
            last.close();
            user.down();
        }
    }

    private void attempt() {
        if (closed) {
            return;
        }
        long patience = firstAttempt.future().isComplete() ? Connector.PATIENCE_MS : Connector.FIRST_PATIENCE_MS;
        connector.connect(scripts, patience).onSuccess(this::use).onFailure(this::failed);
    }

    private void use(Connection fresh) {
        if (closed) {
            fresh.close();
            return;
        }
        connection = fresh;
        fresh.onLost(reason -> lost(fresh, reason));
        user.up(fresh);
        firstAttempt.tryComplete();
    }

    private void failed(Throwable failure) {
        boolean hopeless = failure instanceof StartException;
        if (hopeless && firstAttempt.tryFail(failure)) {
            // said by whoever started this process; not once more in the log
            return;
        }
        condition.red(part, inWords(failure));
        firstAttempt.tryComplete();
        again(hopeless ? HOPELESS_PAUSE_MS : pause());
    }

    private void lost(Connection which, String reason) {
        if (connection == which) {
            connection = null;
            announced = false;
            which.close();
            condition.red(part, "Redis at " + connector.url() + " is away: " + words(reason));
            user.down();
            again(pause());
        }
    }

    private String inWords(Throwable failure) {
        String words = words(String.valueOf(failure.getMessage()));
        return failure instanceof StartException || failure instanceof UnfitException
                ? words
                : "Redis at " + connector.url() + " is away: " + words;
    }

    /** What the client says in words of its own. */
    private static String words(String message) {
        if (message.startsWith("CONNECTION_CLOSED")) {
            return "it closed the connection";
        }
        return message.startsWith("ILLEGAL_STATE") || message.equals("null")
                ? "what answers there is no Redis"
                : message;
    }

    private void again(long pause) {
        if (!closed) {
            // not all gateways at the same moment
            vertx.setTimer(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2) + 1, id -> attempt());
        }
    }

    private long pause() {
        return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failures++, 10));
    }
}
