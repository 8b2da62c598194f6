package io.halley.shared.runtime;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Where log records go: one line each, to standard error. */
public final class Logging {

    /** Held here, because a logger that nobody holds forgets its level. */
    private static final Logger ROOT = Logger.getLogger("");

    private static final Logger VERTX = Logger.getLogger("io.vertx");
    private static final Logger NETTY = Logger.getLogger("io.netty");
    private static final Logger REDIS = Logger.getLogger("io.vertx.redis");

    private static final Logger FILES = Logger.getLogger("io.vertx.core.net.impl.VertxConnection");
    private static final Logger CONSUMERS = Logger.getLogger("io.vertx.core.eventbus.impl.MessageConsumerImpl");

    private Logging() {}

    /** Sets logging up. First thing in a main. */
    public static void setUp() {
        LogManager.getLogManager().reset();
        ROOT.setLevel(Level.INFO);
        ROOT.addHandler(new StandardError());
        VERTX.setLevel(Level.WARNING);
        NETTY.setLevel(Level.WARNING);
        // it warns of each message that was on its way to a consumer which is ending: nothing is wrong with that
        CONSUMERS.setLevel(Level.SEVERE);
        // it takes a client that breaks off a file for an error, of which it also tells whoever sends the file
        FILES.setLevel(Level.OFF);
        // it also tells whoever uses the connection, and that is said in one line
        REDIS.setLevel(Level.OFF);
    }

    private static final class StandardError extends Handler {

        private final LogLine line = new LogLine();

        @Override
        public void publish(LogRecord record) {
            if (isLoggable(record)) {
                System.err.print(line.format(record));
            }
        }

        @Override
        public void flush() {
            System.err.flush();
        }

        @Override
        public void close() {
            flush();
        }
    }
}
