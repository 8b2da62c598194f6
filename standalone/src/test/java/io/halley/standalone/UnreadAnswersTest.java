package io.halley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that goes on asking and reads no answer: its requests stay in kernels, and so their answers are not made. */
@Timeout(60)
class UnreadAnswersTest {

    /** Far more than the kernels of both sides hold. */
    private static final long MUCH = 48L * 1024 * 1024;

    private static final int STUCK_MS = 300;

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

    @ParameterizedTest
    @EnumSource
    void a_server_reads_no_more_requests_of_a_client_that_takes_no_answers(Server server) throws IOException {
        URI page = server.page(halley);
        // as long as one may be, so that few of them are much
        byte[] request = ("GET " + page.getPath() + " HTTP/1.1\r\nHost: " + server + "\r\nX: " + "x".repeat(15_000)
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (SocketChannel client = SocketChannel.open()) {
            client.setOption(StandardSocketOptions.SO_RCVBUF, 4 * 1024);
            client.connect(new InetSocketAddress(page.getHost(), page.getPort()));
            assertThat(sendUntilStuck(client, request)).isLessThan(MUCH);

            client.configureBlocking(true);
            assertThat(answers(client.socket(), 100)).isEqualTo(100);
        }
    }

    private static long sendUntilStuck(SocketChannel client, byte[] request) throws IOException {
        client.configureBlocking(false);
        ByteBuffer left = ByteBuffer.wrap(request);
        long sent = 0;
        try (Selector selector = Selector.open()) {
            client.register(selector, SelectionKey.OP_WRITE);
            while (sent < MUCH && selector.select(STUCK_MS) > 0) {
                selector.selectedKeys().clear();
                sent += client.write(left);
                if (!left.hasRemaining()) {
                    left.rewind();
                }
            }
        }
        return sent;
    }

    /** How many of so many are there in the end: nothing that was asked is lost. */
    private static int answers(Socket socket, int most) throws IOException {
        socket.setSoTimeout(10_000);
        Scanner scanner = new Scanner(socket.getInputStream(), StandardCharsets.ISO_8859_1);
        int answers = 0;
        while (answers < most && scanner.findWithinHorizon("HTTP/1.1 200", 0) != null) {
            answers++;
        }
        return answers;
    }
}
