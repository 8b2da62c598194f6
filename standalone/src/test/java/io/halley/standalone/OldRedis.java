package io.halley.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Says of itself what a Redis 6.0 does, and does nothing else. Such an old one is not to be had here. */
final class OldRedis implements AutoCloseable {

    private final ServerSocket server;

    OldRedis() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    String url() {
        return "redis://127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                daemon(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void serve(Socket client) {
        try (client;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (String head = in.readLine(); head != null; head = in.readLine()) {
                List<String> command = new ArrayList<>();
                for (int words = Integer.parseInt(head.substring(1)); words > 0; words--) {
                    in.readLine();
                    command.add(in.readLine());
                }
                client.getOutputStream().write(answer(command.get(0)).getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // the client is gone
        }
    }

    private static String answer(String command) {
        String info = "redis_version:6.0.16\r\nrole:master\r\nmaxmemory_policy:noeviction\r\n";
        return switch (command.toUpperCase(java.util.Locale.ROOT)) {
            case "INFO" -> "$" + info.length() + "\r\n" + info + "\r\n";
            case "PING" -> "+PONG\r\n";
            default -> "-ERR unknown command\r\n";
        };
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "old-redis");
        thread.setDaemon(true);
        thread.start();
    }
}
