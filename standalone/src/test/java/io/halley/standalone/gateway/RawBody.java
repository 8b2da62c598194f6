package io.halley.standalone.gateway;

import java.io.IOException;

/** The body of one answer, out of what frames it: chunks, a length, or the end of its connection. */
final class RawBody {

    private final RawConnection connection;
    private final boolean chunked;
    private final boolean untilClosed;
    private boolean between;
    private boolean ended;
    private long remaining;

    /** After the head was read. */
    RawBody(RawConnection connection, RawConnection.Answer head) {
        this.connection = connection;
        String length = head.header("Content-Length");
        chunked = "chunked".equals(head.header("Transfer-Encoding"));
        untilClosed = !chunked && length == null && "close".equals(head.header("Connection"));
        remaining = chunked || length == null ? 0 : Long.parseLong(length);
    }

    /**
     * The next byte, or -1 at its proper end.
     *
     * @throws java.io.EOFException if the connection ends before that
     */
    int next() throws IOException {
        if (untilClosed) {
            return connection.hasMore() ? connection.read() : -1;
        }
        if (remaining == 0 && !ended) {
            beginChunk();
        }
        if (ended) {
            return -1;
        }
        remaining--;
        return connection.read();
    }

    private void beginChunk() throws IOException {
        if (!chunked) {
            ended = true;
            return;
        }
        if (between) {
            emptyLine();
        }
        between = true;
        remaining = Long.parseLong(connection.line(), 16);
        if (remaining == 0) {
            ended = true;
            emptyLine();
        }
    }

    private void emptyLine() throws IOException {
        String line = connection.line();
        if (!line.isEmpty()) {
            throw new AssertionError("a chunk goes on: " + line);
        }
    }
}
