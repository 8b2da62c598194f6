package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import io.netty.util.ResourceLeakDetector;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that send whatever frames, and go whenever they like. */
@Timeout(120)
class WebSocketFuzzTest {

    private static final int ROUNDS = 1000;
    private static final int ROUNDS_AN_EVENT = 5;

    private final Complaints complaints = new Complaints();
    private final ResourceLeakDetector.Level usual = ResourceLeakDetector.getLevel();

    @BeforeEach
    void listen() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    @AfterEach
    void listenNoMore() {
        complaints.close();
        ResourceLeakDetector.setLevel(usual);
    }

    @Test
    void leave_nothing_behind_and_another_one_misses_nothing() throws Exception {
        long seed = new Random().nextLong();
        try (RunningHalley halley = new RunningHalley();
                RawWebSocket steady = RawWebSocket.open(halley.gateway(), "channel=public:steady")) {
            assertThat(steady.replay()).isEmpty();
            halley.publish("public:fuzz", "0");
            halley.publish("chat:fuzz", "0");
            fuzz(halley, steady, new Random(seed));
            Await.subscribers(halley, "public:fuzz", 0);
            Await.subscribers(halley, "chat:fuzz", 0);
            Await.until("all streams but one are gone", Duration.ofSeconds(10), () -> streams(halley) == 1);
            Await.until("nobody is online", Duration.ofSeconds(20), () -> !isOnline(halley));
            String last = halley.publish("public:steady", "\"last\"").getString("id");
            assertThat(steady.nextEvent().getString("id")).isEqualTo(last);
            assertNoComplaints(halley);
        } catch (AssertionError | IOException e) {
            throw new AssertionError("the seed was " + seed + "; " + complaints.all(), e);
        }
    }

    @Test
    void who_talks_and_does_not_read_is_not_listened_to_and_leaves_nothing_behind() throws Exception {
        try (RunningHalley halley = new RunningHalley();
                RawConnection connection = new RawConnection(halley.gateway(), 16 * 1024)) {
            String query = "channel=public:flood&channel=chat:talk";
            RawWebSocket socket = RawWebSocket.open(connection, query, "Cookie", halley.signIn("talker"));
            assertThat(socket.replay()).isEmpty();
            String large = "\"" + "x".repeat(60_000) + "\"";
            for (int i = 0; i < 120; i++) {
                halley.publish("public:flood", large);
            }
            for (int i = 0; i < 500; i++) {
                String command = "{\"publish\":{\"channel\":\"chat:talk\",\"data\":" + i + "}}";
                socket.send(command).send(RawWebSocket.frame(RawWebSocket.PING, new byte[100]));
            }
            halley.publish("public:flood", large);
            Await.subscribers(halley, "public:flood", 1);
            assertThat(Poll.all(halley, "channel=chat:talk", "start", "Cookie", halley.signIn("talker")))
                    .hasSizeLessThan(100);
            socket.kill();
            Await.subscribers(halley, "public:flood", 0);
            assertNoComplaints(halley);
        }
    }

    private void assertNoComplaints(RunningHalley halley) {
        for (int i = 0; i < 3; i++) {
            // leaks are told of when what was lost is collected, and the next buffer is made
            System.gc();
            halley.publish("public:steady", "1");
        }
        assertThat(complaints.all()).isEmpty();
    }

    private static void fuzz(RunningHalley halley, RawWebSocket steady, Random random) throws IOException {
        String cookie = halley.signIn("fuzz");
        for (int round = 0; round < ROUNDS; round++) {
            // the last ones are nobody, so that it shows sooner that the user has gone
            String[] headers = round < ROUNDS / 2 ? new String[] {"Cookie", cookie} : new String[0];
            String channel = round < ROUNDS / 2 && random.nextBoolean() ? "chat:fuzz" : "public:fuzz";
            RawConnection connection = new RawConnection(halley.gateway());
            try (connection) {
                connection.get("/v1/events?channel=" + channel + "&cursor=last:20", RawWebSocket.handshake(headers));
                round(connection, random);
            } catch (SocketException e) {
                // the gateway was quicker to end it
            }
            if (round % ROUNDS_AN_EVENT == 0) {
                String id =
                        halley.publish("public:steady", String.valueOf(round)).getString("id");
                JsonObject event = steady.nextEvent();
                assertThat(event.getString("id")).isEqualTo(id);
                assertThat(event.getInteger("data")).isEqualTo(round);
            }
        }
    }

    private static void round(RawConnection connection, Random random) throws IOException {
        // some do not wait for the answer to their handshake, and some not for what is sent to them
        RawWebSocket socket = random.nextInt(10) == 0 ? null : RawWebSocket.accepted(connection);
        if (socket != null && random.nextBoolean()) {
            socket.upTo("$caught-up");
        }
        if (socket != null && random.nextInt(20) == 0) {
            socket.sendClose(1000 + random.nextInt(4)).closing();
            return;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = random.nextInt(6); i > 0; i--) {
            frames(random).forEach(all::writeBytes);
        }
        if (random.nextInt(50) == 0) {
            // more than is taken before it reads, so that some is never taken
            byte[] command =
                    RawWebSocket.frame(RawWebSocket.TEXT, command(random).getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 300; i++) {
                all.writeBytes(command);
            }
        }
        send(connection, all.toByteArray(), random);
    }

    /** In a few pieces, which may part frames at any byte. */
    private static void send(RawConnection connection, byte[] bytes, Random random) throws IOException {
        for (int from = 0; from < bytes.length; ) {
            int to = from
                    + 1
                    + random.nextInt(random.nextBoolean() ? bytes.length - from : Math.min(bytes.length - from, 16));
            connection.send(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
    }

    private static List<byte[]> frames(Random random) {
        byte[] some = new byte[random.nextInt(random.nextInt(50) == 0 ? 70_000 : 200)];
        random.nextBytes(some);
        byte[] command = command(random).getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(10)) {
            case 0 -> List.of(some);
            case 1 ->
                List.of(RawWebSocket.frame(random.nextInt(256), random.nextBoolean() ? 0x80 : 0, some.length, some));
            case 2 ->
                List.of(RawWebSocket.frame(0x81, 0x80, some.length + random.nextLong(1L << random.nextInt(62)), some));
            case 3 -> pings(random);
            case 4 -> closes(some.length > 125 ? new byte[0] : some, random);
            case 5 -> List.of(RawWebSocket.frame(RawWebSocket.TEXT, some));
            case 6 -> fragments(command, random);
            default -> List.of(RawWebSocket.frame(RawWebSocket.TEXT, command));
        };
    }

    private static List<byte[]> closes(byte[] payload, Random random) {
        return Collections.nCopies(1 + random.nextInt(2), RawWebSocket.frame(RawWebSocket.CLOSE, payload));
    }

    private static List<byte[]> pings(Random random) {
        List<byte[]> pings = new ArrayList<>();
        for (int i = random.nextInt(200); i >= 0; i--) {
            pings.add(RawWebSocket.frame(RawWebSocket.PING, new byte[random.nextInt(126)]));
        }
        return pings;
    }

    /** With control frames between them. */
    private static List<byte[]> fragments(byte[] message, Random random) {
        List<byte[]> fragments = new ArrayList<>();
        for (int i = 0; i < message.length; i++) {
            int first = (i == message.length - 1 ? 0x80 : 0) | (i == 0 ? RawWebSocket.TEXT : RawWebSocket.CONTINUATION);
            fragments.add(RawWebSocket.frame(first, 0x80, 1, new byte[] {message[i]}));
            if (random.nextInt(10) == 0) {
                fragments.add(RawWebSocket.frame(
                        random.nextBoolean() ? RawWebSocket.PING : RawWebSocket.PONG, new byte[random.nextInt(126)]));
            }
        }
        return fragments;
    }

    private static String command(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "{\"subscribe\":[{\"channel\":\"public:fuzz" + random.nextInt(3) + "\",\"cursor\":\"start\"}]}";
            case 1 -> "{\"unsubscribe\":[\"public:fuzz\"],\"ref\":" + random.nextInt() + "}";
            case 2 -> "{\"publish\":{\"channel\":\"chat:fuzz\",\"data\":" + random.nextDouble() + "}}";
            case 3 -> "{\"ack\":\"0.0\"}";
            case 4 -> "{\"ack\":" + "[".repeat(random.nextInt(2000)) + "}";
            default -> "\"\u00fc\"";
        };
    }

    private static int streams(RunningHalley halley) {
        JsonObject gateways = new JsonObject(halley.getAsBackEnd("/v1/gateways").body());
        return gateways.getJsonArray("gateways").stream()
                .mapToInt(gateway -> ((JsonObject) gateway).getInteger("streams"))
                .sum();
    }

    private static boolean isOnline(RunningHalley halley) {
        return new JsonObject(halley.getAsBackEnd("/v1/users/fuzz").body()).getBoolean("online");
    }
}
