package io.halley.shared.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What becomes of a body that may have 10 bytes, over real connections. */
final class RequestBodyTest {

    @AutoClose
    private static final AnsweringServer server = new AnsweringServer(router -> {});

    @Test
    void a_body_that_is_announced_too_large_is_refused_before_it_is_sent() throws IOException {
        try (RawConnection connection = server.connect()) {
            connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n");
            assertThat(connection.read().status()).isEqualTo(413);

            connection.send("12345678901GET /name/chat:a HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(connection.read().status()).isEqualTo(200);
        }
    }

    @Test
    void a_body_in_chunks_is_refused_once_it_is_too_large() throws IOException {
        try (RawConnection connection = server.connect()) {
            connection.send(
                    "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n5\r\n78901\r\n");
            RawConnection.Answer answer = connection.read();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).contains("at most 10 bytes");

            connection.send("1\r\nx\r\n0\r\n\r\nPOST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(connection.read().body()).isEqualTo("hi");
        }
    }

    @Test
    void a_client_that_waits_for_100_continue_gets_it_and_other_expectations_fail() throws IOException {
        String head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: ";
        try (RawConnection connection = server.connect()) {
            connection.send(head + "100-continue\r\n\r\n");
            assertThat(connection.read().status()).isEqualTo(100);
            connection.send("hi");
            assertThat(connection.read().body()).isEqualTo("hi");

            connection.send(head + "200-ok\r\n\r\nhi");
            assertThat(connection.read().status()).isEqualTo(417);
        }
    }

    @Test
    void a_body_need_not_be_there_at_all() throws IOException {
        try (RawConnection connection = server.connect()) {
            connection.send("POST /echo HTTP/1.1\r\nHost: x\r\n\r\n");
            RawConnection.Answer answer = connection.read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
        }
    }
}
