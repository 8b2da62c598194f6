package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Text frames of event objects, each ended by a line feed; a closing frame is the proper end. */
final class WebSocketClient implements TransportClient {

    private final RawConnection connection;
    private final Deque<String> lines = new ArrayDeque<>();
    private @Nullable RawWebSocket socket;

    WebSocketClient(RawConnection connection, String target, String... headers) throws IOException {
        this.connection = connection.get(target, RawWebSocket.handshake(headers));
    }

    @Override
    public RawConnection.Answer head() throws IOException {
        return socket().head();
    }

    private RawWebSocket socket() throws IOException {
        if (socket == null) {
            socket = RawWebSocket.accepted(connection);
        }
        return socket;
    }

    @Override
    public @Nullable Said next() throws IOException {
        while (lines.isEmpty()) {
            RawWebSocket.Frame frame = socket().next();
            if (frame.opcode() == RawWebSocket.CLOSE) {
                assertThat(frame.closing()).matches("101[23] .*");
                return null;
            }
            assertThat(frame.opcode()).isEqualTo(RawWebSocket.TEXT);
            assertThat(frame.text()).endsWith("\n");
            frame.text().lines().filter(line -> !line.isEmpty()).forEach(lines::add);
        }
        return Said.of(lines.remove());
    }

    @Override
    public void kill() {
        connection.kill();
    }
}
