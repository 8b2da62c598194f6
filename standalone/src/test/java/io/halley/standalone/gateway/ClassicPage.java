package io.halley.standalone.gateway;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A page of old that polls: it knows nothing but the last number, and asks again whatever becomes of an answer. */
final class ClassicPage {

    private final String path;
    private final Supplier<URI> servers;
    private long timestamp;

    /**
     * Begins before everything.
     *
     * @param path with a query, to which the number is added
     * @param servers whom each poll goes to
     */
    ClassicPage(String path, Supplier<URI> servers) {
        this(path, servers, 1);
    }

    ClassicPage(String path, Supplier<URI> servers, long timestamp) {
        this.path = path;
        this.servers = servers;
        this.timestamp = timestamp;
    }

    /** So many messages, one in each answer. */
    List<String> next(int count) throws IOException {
        List<String> messages = new ArrayList<>();
        while (messages.size() < count) {
            String msg = poll();
            if (!msg.isEmpty()) {
                messages.add(msg);
            }
        }
        return messages;
    }

    private String poll() throws IOException {
        try (RawConnection connection = new RawConnection(servers.get())) {
            RawConnection.Answer answer =
                    connection.get(path + "&timestamp=" + timestamp).readAnswer();
            if (answer.status() != 200) {
                throw new AssertionError(answer.status() + " " + answer.body());
            }
            JsonObject json = new JsonObject(answer.body());
            timestamp = json.getLong("timestamp");
            return json.getString("msg");
        }
    }
}
