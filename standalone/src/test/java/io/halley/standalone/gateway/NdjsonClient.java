package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One event object a line; blank lines say nothing. */
final class NdjsonClient implements TransportClient {

    private final RawConnection connection;
    private RawConnection.@Nullable Answer head;

    NdjsonClient(RawConnection connection, String target, String... headers) throws IOException {
        this.connection = connection.get(target, headers);
    }

    @Override
    public RawConnection.Answer head() throws IOException {
        if (head == null) {
            head = connection.readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Type")).isEqualTo("application/x-ndjson");
        }
        return head;
    }

    @Override
    public @Nullable Said next() throws IOException {
        head();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = connection.readBody(); b != -1; b = connection.readBody()) {
            if (b != '\n') {
                line.write(b);
            } else if (line.size() > 0) {
                return Said.of(line.toString(StandardCharsets.UTF_8));
            }
        }
        assertThat(line.size()).as("bytes of a line that does not end").isZero();
        return null;
    }

    @Override
    public void kill() {
        connection.kill();
    }
}
