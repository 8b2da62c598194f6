package io.halley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A line of a head is four bytes, and as objects a hundred: those of a few hundred clients are all memory that there is. */
@Timeout(60)
class ManyHeadersTest {

    private static final int MOST = 100;
    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 (\\d+)");

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

    @ParameterizedTest
    @EnumSource
    void a_head_of_too_many_lines_is_refused_before_it_ends(Server server) throws IOException {
        URI page = server.page(halley);
        String get = "GET " + page.getPath() + " HTTP/1.1\r\nHost: x\r\n";
        // counted anew for each request
        String most = get + lines(MOST - 1) + "\r\n" + get + "Connection: close\r\n" + lines(MOST - 2) + "\r\n";
        assertThat(statuses(exchange(page, most, most.length()))).containsExactly("200", "200");
        assertThat(statuses(exchange(page, most, 1))).containsExactly("200", "200");

        String more = get + lines(MOST);
        assertThat(exchange(page, more, more.length()))
                .startsWith("HTTP/1.1 431")
                .contains("headers: too many (expected: at most 100, trailers included)");
        assertThat(statuses(exchange(page, more, 1))).containsExactly("431");
    }

    /** Its answer may be on its way by then. */
    @ParameterizedTest
    @EnumSource
    void a_connection_of_too_many_trailers_is_closed(Server server) throws IOException {
        URI page = server.page(halley);
        String start = page.getPath() + " HTTP/1.1\r\nHost: x\r\n";
        String body = "POST " + start + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n";
        String next = "\r\nGET " + start + "Connection: close\r\n\r\n";
        assertThat(statuses(exchange(page, body + lines(MOST - 2) + next, 1))).endsWith("200");
        assertThat(statuses(exchange(page, body + lines(MOST - 1), 1))).doesNotContain("200");
    }

    private static String lines(int count) {
        return "a:\r\n".repeat(count);
    }

    private static List<String> statuses(String answers) {
        return ANSWER.matcher(answers)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** All that is answered until the server closes; sent in pieces of so many bytes. */
    private static String exchange(URI server, String text, int piece) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            for (int sent = 0; sent < bytes.length; sent += piece) {
                socket.getOutputStream().write(bytes, sent, Math.min(piece, bytes.length - sent));
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
