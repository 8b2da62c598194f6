package io.halley.shared.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.StoreException;
import io.halley.shared.event.TooLargeException;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server of Halley answers when something is wrong, over real connections. */
final class AnswersTest {

    private static final CountDownLatch GONE = new CountDownLatch(3);

    @AutoClose
    private static final AnsweringServer server = new AnsweringServer(AnswersTest::routes);

    private static void routes(Router router) {
        router.get("/large").handler(context -> context.fail(new TooLargeException("data", 70_000, 65_536)));
        router.get("/away").handler(context -> context.fail(new StoreException("the disk is full")));
        router.get("/broken").handler(context -> {
            throw new IllegalArgumentException("secret");
        });
        router.get("/gone/:what").handler(context -> {
            context.fail(gone(String.valueOf(context.pathParam("what"))));
            GONE.countDown();
        });
        Pages.mount(router, "/halley.css", "halley.css", Pages.STRICT);
    }

    private static Exception gone(String what) {
        return switch (what) {
            case "closed" -> new ClosedChannelException();
            case "pipelined" -> new VertxException("Connection was closed", true);
            default -> new HttpClosedException("gone");
        };
    }

    /** Nobody is there to be answered; what shows is that the log says nothing. */
    @Test
    void a_client_that_went_before_it_was_answered_is_no_fault() throws Exception {
        List<LogRecord> records = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Problems.class.getName());
        logger.addHandler(handler);
        try (RawConnection one = server.connect();
                RawConnection two = server.connect();
                RawConnection three = server.connect()) {
            one.send("GET /gone/closed HTTP/1.1\r\nHost: h\r\n\r\n");
            two.send("GET /gone/pipelined HTTP/1.1\r\nHost: h\r\n\r\n");
            three.send("GET /gone/http HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(GONE.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(records).isEmpty();
        } finally {
            logger.removeHandler(handler);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /nowhere            | 404 | not-found          | /nowhere",
                "GET /nowhere?q=%zz      | 404 | not-found          | /nowhere",
                "DELETE /echo            | 405 | method-not-allowed | expected: POST, PUT",
                "GET /name/%zz           | 400 | invalid-request    | can't be decoded",
                "GET /name/chat:a?limit=%zz | 400 | invalid-request | can't be decoded",
                "GET /name/a%20b         | 400 | invalid-channel    | \"a b\"",
                "GET /name/a%2Fb         | 400 | invalid-channel    | \"a/b\"",
                "GET /name/nope          | 400 | invalid-channel    | reserved",
                "GET /name/chat:a?limit= | 400 | invalid-limit      | from 1 to 1000",
                "GET /name/chat:a?limit=0    | 400 | invalid-limit  | from 1 to 1000",
                "GET /name/chat:a?limit=1001 | 400 | invalid-limit  | from 1 to 1000",
                "GET /name/chat:a?limit=٣    | 400 | invalid-limit  | from 1 to 1000",
                "GET /name/chat:a?limit=1&limit=2 | 400 | invalid-limit | given once",
                "GET /large              | 413 | too-large          | at most 65536 bytes",
                "GET /away               | 503 | unavailable        | the disk is full",
                "GET /broken             | 500 | internal           | see the log",
                "POST /echo              | 413 | too-large          | at most 10 bytes",
            })
    void every_failure_is_a_problem_in_json(String request, int status, String slug, String detail) throws Exception {
        try (RawConnection connection = server.connect()) {
            String raw = request.replace("٣", "%D9%A3");
            connection.send(raw + " HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n12345678901");
            RawConnection.Answer answer = connection.read();

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            JsonObject problem = new JsonObject(answer.body());
            assertThat(problem.fieldNames()).containsExactly("type", "title", "status", "detail");
            assertThat(problem.getString("type")).isEqualTo("urn:problem-type:halley:" + slug);
            assertThat(problem.getInteger("status")).isEqualTo(status);
            assertThat(problem.getString("detail")).contains(detail).doesNotContain("secret", "Exception");
            assertThat(answer.header("Allow")).isEqualTo(status == 405 ? "POST, PUT" : null);
            assertThat(answer.header("Retry-After")).isEqualTo(status == 503 ? "2" : null);

            connection.send("GET /name/chat:a%2Bb HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(connection.read().body())
                    .as("the same connection goes on")
                    .isEqualTo("chat:a+b 100");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 20000, 0, 414, request-line-too-long",
        "1, 0, 20000, 431, headers-too-large",
        "x, 0, 0, 400, invalid-request"
    })
    void a_head_over_the_limit_is_a_problem_too(String version, int path, int header, int status, String slug)
            throws IOException {
        try (RawConnection connection = server.connect()) {
            connection.send("GET /" + "a".repeat(path) + " HTTP/1." + version + "\r\nHost: x\r\nX: "
                    + "b".repeat(header) + "\r\n\r\n");
            RawConnection.Answer answer = connection.read();

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).contains("halley:" + slug);
            assertThat(connection.isAtEnd()).isTrue();
        }
    }

    @Test
    void a_head_up_to_the_limit_is_read() throws IOException {
        try (RawConnection connection = server.connect()) {
            connection.send("GET /name/chat:a?x=" + "a".repeat(16_000) + " HTTP/1.1\r\nHost: x\r\nX: "
                    + "b".repeat(16_000) + "\r\n\r\n");

            assertThat(connection.read().status()).isEqualTo(200);
        }
    }

    @Test
    void a_page_is_asked_for_anew_each_time_and_mostly_not_sent_again() throws IOException {
        try (RawConnection connection = server.connect()) {
            connection.send("GET /halley.css HTTP/1.1\r\nHost: x\r\n\r\n");
            RawConnection.Answer page = connection.read();
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("Content-Type")).isEqualTo("text/css; charset=utf-8");
            assertThat(page.header("Content-Security-Policy")).isEqualTo(Pages.STRICT);
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(page.header("Cache-Control")).isEqualTo("no-cache");

            String tag = page.header("ETag");
            connection.send("GET /halley.css HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"other\", W/" + tag + "\r\n\r\n");
            RawConnection.Answer again = connection.read();
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.header("ETag")).isEqualTo(tag);

            connection.send("HEAD /halley.css HTTP/1.1\r\nHost: x\r\n\r\nPOST /halley.css HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(connection.readHead().header("Content-Length")).isEqualTo(page.header("Content-Length"));
            assertThat(connection.read().header("Allow")).isEqualTo("GET, HEAD");
        }
    }
}
