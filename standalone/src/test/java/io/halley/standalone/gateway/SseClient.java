package io.halley.standalone.gateway;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Server-sent events. */
final class SseClient implements TransportClient {

    private final SseStream stream;

    SseClient(RawConnection connection, String target, String... headers) throws IOException {
        stream = new SseStream(connection, target, headers);
    }

    @Override
    public RawConnection.Answer head() throws IOException {
        return stream.head();
    }

    @Override
    public @Nullable Said next() throws IOException {
        for (SseStream.Block block = stream.nextOrEnd(); block != null; block = stream.nextOrEnd()) {
            if (block.data() != null || block.id() != null) {
                return new Said(block.data(), block.id());
            }
        }
        return null;
    }

    @Override
    public void kill() {
        stream.kill();
    }
}
