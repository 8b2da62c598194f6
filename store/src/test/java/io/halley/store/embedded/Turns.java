package io.halley.store.embedded;

import io.halley.store.OpenStore;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Measures how long others have to wait for their turn on a store's event loop: in time that its thread works. */
final class Turns {

    private Turns() {}

    interface Work {
        void run() throws Exception;
    }

    /** The longest that a call to the store waited for its turn while something was done, in ms of the thread's work. */
    static long longest(OpenStore store, Work work) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong longest = new AtomicLong();
        Thread probe = new Thread(() -> {
            long before = worked(store);
            while (!over.get()) {
                long after = worked(store);
                longest.accumulateAndGet(after - before, Math::max);
                before = after;
            }
        });
        probe.start();
        try {
            work.run();
        } finally {
            over.set(true);
            probe.join();
        }
        return longest.get();
    }

    private static long worked(OpenStore store) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return store.on(() -> Future.succeededFuture(threads.getCurrentThreadCpuTime() / 1_000_000));
    }
}
