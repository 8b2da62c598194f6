package io.halley.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback address that nobody listens on, below those that systems give to outgoing connections, so that a
 * server can be stopped and find its port free again.
 */
public final class FreePorts {

    /** Other JVMs that run tests at the same time have theirs. */
    private static final int LOWEST = 20_000 + 6_000 * (Integer.getInteger("test.jvm", 1) - 1);

    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /** Another one each time. */
    public static synchronized int next() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, LOWEST + 6_000);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (java.net.BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
