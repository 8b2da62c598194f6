package io.halley.shared.config;

/** What the process has of its machine. Bounds that are parts of it hold on a small one, too. */
public final class Machine {

    private Machine() {}

    /** How many event loops there are: as many instances of each HTTP verticle share its work. */
    public static int eventLoops() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Of a part of the heap that is equally divided among the event loops, what is each one's; in bytes. */
    public static long heapOfEachLoop(int part) {
        return Runtime.getRuntime().maxMemory() / part / eventLoops();
    }
}
