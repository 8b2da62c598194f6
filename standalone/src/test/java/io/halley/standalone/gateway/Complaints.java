package io.halley.standalone.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens to all that is logged, until it is closed. A complaint is what comes with an exception, and what Netty says of
 * buffers that nobody has given back.
 */
final class Complaints extends Handler implements AutoCloseable {

    private static final String OURS = "io.halley";

    /** Held, since loggers that nobody holds forget what they were told. */
    private final Logger ours = Logger.getLogger(OURS);

    private final Queue<LogRecord> heard = new ConcurrentLinkedQueue<>();

    Complaints() {
        setLevel(Level.ALL);
        ours.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        heard.add(entry);
    }

    /** Those up to now. */
    List<String> all() {
        return heard.stream()
                .filter(Complaints::isComplaint)
                .map(entry -> entry.getMessage() + " " + entry.getThrown())
                .toList();
    }

    /** How grave the first record is that begins so; empty until there is one. */
    Optional<Level> levelOf(String beginning) {
        return heard.stream()
                .filter(entry -> String.valueOf(entry.getMessage()).startsWith(beginning))
                .map(LogRecord::getLevel)
                .findFirst();
    }

    private static boolean isComplaint(LogRecord entry) {
        String message = String.valueOf(entry.getMessage());
        if (message.contains("has been blocked")) {
            return isHeldUpByUs(entry.getThrown());
        }
        return entry.getThrown() != null || message.contains("LEAK");
    }

    /** That a thread was held up for 2 s says how busy the machine is; from 5 s on Vert.x tells where it is. */
    private static boolean isHeldUpByUs(@Nullable Throwable where) {
        return where != null
                && Arrays.stream(where.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith(OURS));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
        ours.setLevel(null);
    }
}
