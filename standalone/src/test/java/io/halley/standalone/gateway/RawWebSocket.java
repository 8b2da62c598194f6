package io.halley.standalone.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;

/** A WebSocket (RFC 6455) of which a test sees each frame, and over which it sends whatever it likes. */
final class RawWebSocket implements AutoCloseable {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** One frame as it came: a server's are not masked, and Halley's are never in fragments. */
    record Frame(int opcode, Buffer payload) {

        String text() {
            return payload.toString();
        }

        /** What a closing frame says: {@code CODE REASON}. */
        String closing() {
            if (opcode != CLOSE) {
                throw new AssertionError("not closed, but frame " + opcode + ": " + text());
            }
            return payload.getUnsignedShort(0) + " " + payload.getString(2, payload.length());
        }
    }

    private final RawConnection connection;
    private final RawConnection.Answer head;
    private final Deque<String> lines = new ArrayDeque<>();

    private RawWebSocket(RawConnection connection, RawConnection.Answer head) {
        this.connection = connection;
        this.head = head;
    }

    /** The headers of a handshake, and more of them behind. */
    static String[] handshake(String... more) {
        List<String> headers = new ArrayList<>(List.of("Upgrade", "websocket", "Connection", "keep-alive, Upgrade"));
        headers.addAll(List.of("Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", KEY));
        headers.addAll(Arrays.asList(more));
        return headers.toArray(String[]::new);
    }

    /** Opens {@code /v1/events?…}, which has to be answered by 101. */
    static RawWebSocket open(URI gateway, String query, String... headers) throws IOException {
        return open(new RawConnection(gateway), query, headers);
    }

    static RawWebSocket open(RawConnection connection, String query, String... headers) throws IOException {
        return accepted(connection.get("/v1/events?" + query, handshake(headers)));
    }

    /** Reads the answer to a handshake that was sent. */
    static RawWebSocket accepted(RawConnection connection) throws IOException {
        RawConnection.Answer answer = connection.readHead();
        if (answer.status() != 101 || !acceptKey().equals(answer.header("Sec-WebSocket-Accept"))) {
            throw new AssertionError("no WebSocket: " + answer);
        }
        return new RawWebSocket(connection, answer);
    }

    /** The answer to its handshake. */
    RawConnection.Answer head() {
        return head;
    }

    RawWebSocket patience(Duration patience) throws IOException {
        connection.patience(patience);
        return this;
    }

    /** The next frame of whatever kind. */
    Frame next() throws IOException {
        int first = connection.read();
        int length = connection.read();
        if ((first & 0xf0) != 0x80 || (length & 0x80) != 0) {
            throw new AssertionError("not one unmasked frame: " + first + " " + length);
        }
        byte[] payload = new byte[length < 126 ? length : number(length == 126 ? 2 : 8)];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) connection.read();
        }
        return new Frame(first & 0x0f, Buffer.buffer(payload));
    }

    private int number(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = (number << 8) | connection.read();
        }
        return Math.toIntExact(number);
    }

    /** The next event object; heartbeats and pongs are passed over. */
    JsonObject nextEvent() throws IOException {
        while (lines.isEmpty()) {
            Frame frame = next();
            if (frame.opcode() == TEXT) {
                if (!frame.text().endsWith("\n")) {
                    throw new AssertionError("an unfinished line: " + frame.text());
                }
                frame.text().lines().filter(line -> !line.isEmpty()).forEach(lines::add);
            } else if (frame.opcode() != PONG) {
                throw new AssertionError("no event: " + (frame.opcode() == CLOSE ? frame.closing() : frame));
            }
        }
        return new JsonObject(lines.remove());
    }

    /** The events up to and with the next one of this type. */
    List<JsonObject> upTo(String type) throws IOException {
        List<JsonObject> events = new ArrayList<>();
        do {
            events.add(nextEvent());
        } while (!events.get(events.size() - 1).getString("type").equals(type));
        return events;
    }

    /** Reads {@code $open}, and answers what comes between it and {@code $caught-up}. */
    List<JsonObject> replay() throws IOException {
        List<JsonObject> events = upTo("$caught-up");
        if (!events.get(0).getString("type").equals("$open")) {
            throw new AssertionError("no $open: " + events);
        }
        return events.subList(1, events.size() - 1);
    }

    /** Reads on to the frame that closes it, answers that, and sees the connection end. */
    String closing() throws IOException {
        Frame frame = next();
        while (frame.opcode() != CLOSE) {
            frame = next();
        }
        return frame.closing();
    }

    /** Whether the server has ended the connection, without another byte; what it has not read is lost. */
    boolean isAtEnd() throws IOException {
        try {
            return connection.isAtEnd();
        } catch (SocketException reset) {
            return true;
        }
    }

    RawWebSocket send(String text) throws IOException {
        return send(frame(TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    RawWebSocket send(byte[] bytes) throws IOException {
        connection.send(bytes);
        return this;
    }

    /** Says that it closes, as a browser does. */
    RawWebSocket sendClose(int code) throws IOException {
        return send(frame(CLOSE, new byte[] {(byte) (code >> 8), (byte) code}));
    }

    /** The bytes of one masked frame. */
    static byte[] frame(int opcode, byte[] payload) {
        return frame(0x80 | opcode, 0x80, payload.length, payload);
    }

    /** The bytes of a frame with this first byte, with or without the bit that says it is masked, of a length that may lie. */
    static byte[] frame(int first, int maskBit, long length, byte[] payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(first);
        int lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
        bytes.write(maskBit | (lengthBytes == 0 ? (int) length : lengthBytes == 2 ? 126 : 127));
        for (int i = lengthBytes - 1; i >= 0; i--) {
            bytes.write((int) (length >> (8 * i)));
        }
        byte[] mask = {0x37, (byte) 0xfa, 0x21, 0x3d};
        if (maskBit != 0) {
            bytes.writeBytes(mask);
        }
        for (int i = 0; i < payload.length; i++) {
            bytes.write(maskBit == 0 ? payload[i] : payload[i] ^ mask[i % 4]);
        }
        return bytes.toByteArray();
    }

    private static String acceptKey() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((KEY + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Breaks off at once. */
    void kill() {
        connection.kill();
    }

    @Override
    public void close() {
        kill();
    }
}
