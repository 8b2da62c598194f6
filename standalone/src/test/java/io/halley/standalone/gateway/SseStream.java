package io.halley.standalone.gateway;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream of server-sent events, read as WHATWG HTML 9.2.6 says, but block by block, so that a test sees each one. */
final class SseStream implements AutoCloseable {

    /** What stands between two empty lines; null for what is not there. Several {@code data:} lines are one text. */
    record Block(
            @Nullable String event,
            @Nullable String id,
            @Nullable String data,
            @Nullable String retry,
            @Nullable String comment) {

        /** What a page gets as {@code event.type}. */
        String type() {
            return event == null ? "message" : event;
        }

        /** The event object. */
        JsonObject json() {
            return new JsonObject(text());
        }

        String text() {
            return Objects.requireNonNull(data, "a block without data");
        }

        /** The {@code data} of one of Halley's own events. */
        JsonObject own() {
            return json().getJsonObject("data");
        }

        /** Whether it is there only to be remembered. */
        boolean isOnlyAnId() {
            return id != null && event == null && data == null && retry == null;
        }
    }

    private final RawConnection connection;
    private RawConnection.@Nullable Answer head;
    private byte[] line = new byte[256];
    private String lastEventId = "";

    /** Sends the request and reads nothing yet. */
    SseStream(RawConnection connection, String pathAndQuery, String... headers) throws IOException {
        this.connection = connection;
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Accept";
        all[headers.length + 1] = "text/event-stream";
        connection.get(pathAndQuery, all);
    }

    /** Opens a stream of {@code /v1/events?…}, which has to be answered by 200. */
    static SseStream open(URI gateway, String query, String... headers) throws IOException {
        SseStream stream = new SseStream(new RawConnection(gateway), "/v1/events?" + query, headers);
        if (stream.head().status() != 200) {
            throw new AssertionError("no stream: " + stream.head());
        }
        return stream;
    }

    /** The answer's head. */
    RawConnection.Answer head() throws IOException {
        if (head == null) {
            head = connection.readHead();
        }
        return head;
    }

    SseStream patience(Duration patience) throws IOException {
        connection.patience(patience);
        return this;
    }

    /** What an EventSource would send as {@code Last-Event-ID}. */
    String lastEventId() {
        return lastEventId;
    }

    /** The next block of whatever kind; null at the stream's proper end. */
    @Nullable
    Block nextOrEnd() throws IOException {
        head();
        String event = null;
        String id = null;
        String data = null;
        String retry = null;
        String comment = null;
        for (String text = line(); text != null; text = line()) {
            if (text.isEmpty()) {
                lastEventId = id == null ? lastEventId : id;
                return new Block(event, id, data, retry, comment);
            }
            int colon = text.indexOf(':');
            String value = colon < 0 ? "" : text.substring(colon + 1).replaceFirst("^ ", "");
            switch (colon < 0 ? text : text.substring(0, colon)) {
                case "" -> comment = value;
                case "event" -> event = value;
                case "id" -> id = value;
                case "data" -> data = data == null ? value : data + "\n" + value;
                case "retry" -> retry = value;
                default -> throw new AssertionError("not a field of server-sent events: " + text);
            }
        }
        return null;
    }

    /** The next block; the stream may not end. */
    Block next() throws IOException {
        Block block = nextOrEnd();
        if (block == null) {
            throw new AssertionError("the stream has ended");
        }
        return block;
    }

    /** The next block that a page would get. */
    Block nextEvent() throws IOException {
        Block block = next();
        while (block.data() == null) {
            block = next();
        }
        return block;
    }

    /** What a page would get up to and with the next event of this type. */
    List<Block> upTo(String type) throws IOException {
        List<Block> blocks = new ArrayList<>();
        do {
            blocks.add(nextEvent());
        } while (!blocks.get(blocks.size() - 1).type().equals(type));
        return blocks;
    }

    /** Reads {@code $open}, and answers what comes between it and {@code $caught-up}. */
    List<Block> replay() throws IOException {
        List<Block> blocks = upTo("$caught-up");
        if (!blocks.get(0).type().equals("$open")) {
            throw new AssertionError("no $open: " + blocks.get(0));
        }
        return blocks.subList(1, blocks.size() - 1);
    }

    /** Reads on to the next {@code $inbox}, and answers what it says. */
    JsonObject inbox() throws IOException {
        List<Block> blocks = upTo("$inbox");
        return blocks.get(blocks.size() - 1).own();
    }

    /** Breaks off at once, as a train does that enters a tunnel. */
    void kill() {
        connection.kill();
    }

    @Override
    public void close() {
        kill();
    }

    private @Nullable String line() throws IOException {
        int length = 0;
        for (int b = connection.readBody(); b != '\n'; b = connection.readBody()) {
            if (b == -1) {
                if (length > 0) {
                    throw new AssertionError("the stream ends inside a line");
                }
                return null;
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = (byte) b;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }
}
