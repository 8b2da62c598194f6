package io.halley.gateway.transport;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A client of one stream that takes nothing until it is told to, and as a WebSocket sends frames of a test's own. */
final class UnreadClient implements AutoCloseable {

    /** What makes a request one for a WebSocket. */
    static final String UPGRADE =
            """
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            """;

    /** A closing frame of 1000, masked with zeros. */
    static final byte[] CLOSE = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xe8};

    /** How many bytes a ping has. */
    static final int A_PING = 6 + 125;

    private final Socket socket = new Socket();
    private final InputStream in;

    /** Asks for one at this port, whose bytes its kernel takes only a few of. */
    UnreadClient(int port, String transport) throws IOException {
        socket.setReceiveBufferSize(4 * 1024);
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        in = new BufferedInputStream(socket.getInputStream());
        String head = "GET /?channel=public:a&transport=" + transport + " HTTP/1.1\r\nHost: localhost\r\n"
                + (transport.equals("ws") ? UPGRADE : "") + "\r\n";
        send(head.getBytes(StandardCharsets.US_ASCII));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** So many bytes, as ISO 8859-1. */
    String next(int bytes) throws IOException {
        return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    /** What comes up to the end of a line. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("it ends after: " + line);
            }
            line.append((char) c);
        }
        return line.toString();
    }

    /**
     * All up to the proper end.
     *
     * @throws IOException if the connection is reset before that
     */
    byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    /** The first bytes of a frame, masked with zeros, whose payload is said to be of so many bytes. */
    static byte[] head(int first, int length) {
        return length < 126
                ? new byte[] {(byte) first, (byte) (0x80 | length), 0, 0, 0, 0}
                : ByteBuffer.allocate(14)
                        .put((byte) first)
                        .put((byte) 0xff)
                        .putLong(length)
                        .array();
    }

    /** A frame, masked with zeros. */
    static byte[] frame(int first, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.US_ASCII);
        byte[] head = head(first, bytes.length);
        return ByteBuffer.allocate(head.length + bytes.length)
                .put(head)
                .put(bytes)
                .array();
    }

    /** Of 125 bytes each, masked with zeros. */
    static byte[] pings(int count, byte payload) {
        byte[] pings = new byte[count * A_PING];
        Arrays.fill(pings, payload);
        for (int i = 0; i < pings.length; i += A_PING) {
            System.arraycopy(new byte[] {(byte) 0x89, (byte) 0xfd, 0, 0, 0, 0}, 0, pings, i, 6);
        }
        return pings;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
