package io.halley.standalone.gateway;

import io.halley.standalone.publisher.PublisherUnderTest.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 or 1.0 connection on which a test says exactly what goes over it, and when it breaks. Every read is bounded; a
 * read that takes longer fails the test.
 */
final class RawConnection implements AutoCloseable {

    /** An answer; its body is empty where only the head was read. */
    record Answer(int status, List<String> headers, String body) {

        @Nullable
        String header(String name) {
            List<String> values = all(name);
            return values.isEmpty() ? null : values.get(0);
        }

        List<String> all(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .toList();
        }
    }

    private final Socket socket = new Socket();
    private final InputStream in;
    private final byte[] buffer = new byte[32 * 1024];
    private int next;
    private int filled;

    private String version = "HTTP/1.1";
    private long bytesRead;
    private long cutAfter = Long.MAX_VALUE;

    private @Nullable RawBody body;

    RawConnection(URI server) throws IOException {
        this(server, 0);
    }

    /** With a receive buffer of so many bytes, so that the server soon notices that nobody reads; 0 for the usual. */
    RawConnection(URI server, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()), 10_000);
        socket.setSoTimeout(10_000);
        in = socket.getInputStream();
    }

    /** How long a read may take from now on. */
    RawConnection patience(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        return this;
    }

    /** To speak HTTP/1.0 from now on. */
    RawConnection old() {
        version = "HTTP/1.0";
        return this;
    }

    /** Breaks off, as {@link #kill}, when so many bytes of answers have been read; the read of the next one fails. */
    RawConnection cutAfter(long bytes) {
        cutAfter = bytes;
        return this;
    }

    /** Whether it has broken off where it was to. */
    boolean wasCut() {
        return bytesRead == cutAfter;
    }

    /** How many bytes of answers have been read, their heads and the frames of chunks among them. */
    long bytesRead() {
        return bytesRead;
    }

    /** Sends a request without a body; headers as {@code name, value, name, value}. */
    RawConnection get(String target, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("GET " + target + " " + version + "\r\nHost: localhost\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        return send(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a form, in UTF-8, and reads the answer. */
    Answer post(String target, String form) throws IOException {
        String head = "POST " + target + " " + version + "\r\nHost: localhost\r\n"
                + "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: " + form.length()
                + "\r\n\r\n";
        return send((head + form).getBytes(StandardCharsets.ISO_8859_1)).readAnswer();
    }

    RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads the head of an answer, and so begins to read its body. */
    Answer readHead() throws IOException {
        String first = line();
        List<String> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            headers.add(line);
        }
        Answer head = new Answer(Integer.parseInt(first.substring(9, 12)), headers, "");
        body = new RawBody(this, head);
        return head;
    }

    /** Reads an answer to its end. */
    Answer readAnswer() throws IOException {
        Answer head = readHead();
        StringBuilder bytes = new StringBuilder();
        for (int b = readBody(); b != -1; b = readBody()) {
            bytes.append((char) b);
        }
        byte[] body = bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
        return new Answer(head.status(), head.headers(), new String(body, StandardCharsets.UTF_8));
    }

    /**
     * The next byte of the body, or -1 at its proper end.
     *
     * @throws EOFException if the connection ends before that
     */
    int readBody() throws IOException {
        return Objects.requireNonNull(body, "no head was read").next();
    }

    /** The body's next bytes, up to and with these. */
    String readUntil(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end, Math.max(0, text.length() - end.length())) < 0) {
            int b = readBody();
            if (b == -1) {
                throw new AssertionError("it ends after: " + text);
            }
            text.append((char) b);
        }
        return text.toString();
    }

    /** Whether the server has closed the connection, and sent nothing more before. */
    boolean isAtEnd() throws IOException {
        try {
            read();
            return false;
        } catch (EOFException e) {
            return true;
        }
    }

    /** Says that it sends nothing more, and reads on until the server has closed: by then the server knows that it has gone. */
    void leave() throws IOException {
        socket.shutdownOutput();
        while (hasMore()) {
            next = filled;
        }
    }

    /** Breaks off at once: the server gets a reset, and what is on the way is lost. */
    void kill() {
        if (socket.isClosed()) {
            return;
        }
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** What comes up to the end of a line. */
    String line() throws IOException {
        byte[] line = new byte[128];
        int length = 0;
        for (int b = read(); b != '\n'; b = read()) {
            if (length == line.length) {
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = (byte) b;
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /**
     * The next byte of whatever comes.
     *
     * @throws EOFException if the connection ends
     */
    int read() throws IOException {
        if (bytesRead == cutAfter) {
            kill();
        }
        if (socket.isClosed() || !hasMore()) {
            throw new EOFException("the connection was cut off");
        }
        bytesRead++;
        return buffer[next++] & 0xff;
    }

    /** Waits for what comes; answers whether that is a byte, and not the end. */
    boolean hasMore() throws IOException {
        if (next == filled) {
            next = 0;
            filled = Math.max(0, in.read(buffer));
        }
        return filled > 0;
    }
}
