package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.framing.IframeFormat;
import io.halley.gateway.framing.LineFormat;
import io.halley.gateway.framing.SseFormat;
import io.halley.gateway.framing.StreamFormat;
import io.halley.gateway.subscription.Subscriber;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each transport writes, byte for byte: the files in {@code golden}, which {@code docs/protocol.md} quotes. */
final class GoldenTest {

    private static final String EPOCH = "k3f9x2ab";
    private static final Channel LOBBY = new Channel("chat:lobby");
    private static final Channel NEWS = new Channel("public:news");
    private static final Event MESSAGE = new Event(
            LOBBY,
            new EventId(EPOCH, 42),
            1795247708123L,
            EventType.MESSAGE,
            new EventData("\"it's <b>1.10</b>\\n\""),
            new UserId("alice"));
    private static final Event PUSH = new Event(
            LOBBY,
            new EventId(EPOCH, 43),
            1795247709456L,
            EventType.PUSH,
            new EventData("{\"url\":\"http://a/\"}"),
            null);

    @ParameterizedTest
    @ValueSource(strings = {"sse", "sse-of-several", "ndjson", "iframe", "ws"})
    void a_stream_opens_catches_up_goes_on_lives_and_is_drained(String name) {
        StreamFormat format =
                switch (name) {
                    case "sse" -> SseFormat.of(true, true);
                    case "sse-of-several" -> SseFormat.of(false, true);
                    case "ndjson" -> LineFormat.NDJSON;
                    case "ws" -> LineFormat.WEB_SOCKET;
                    default -> new IframeFormat("parent.halley.onEvents", "r4nD0m");
                };
        assertThat(written(format, name.endsWith("several") ? List.of(LOBBY, NEWS) : List.of(LOBBY)))
                .isEqualTo(golden(name));
    }

    @Test
    void a_poll_is_answered_with_what_came() {
        Cursor cursor = Cursor.parse(EPOCH + ".41", 1);
        RecordedOutlet outlet = new RecordedOutlet();
        Subscription subscription = new Subscription(
                List.of(LOBBY), cursor, null, connection(outlet, LineFormat.NDJSON, List.of(LOBBY)), ReadLimit.PAGE, 0);
        take(subscription, MESSAGE, PUSH);
        PollAnswer answer = PollAnswer.of(subscription, subscription.takeTurn(), null);
        assertThat(answer.body() + "\n").isEqualTo(golden("poll"));
    }

    @Test
    void the_protocol_quotes_each_of_them() throws IOException {
        String protocol = Files.readString(Path.of("../docs/protocol.md"));
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden"))) {
            assertThat(files.toList()).isNotEmpty().allSatisfy(file -> assertThat(protocol)
                    .contains("\n" + Files.readString(file) + "```\n"));
        }
    }

    private static String written(StreamFormat format, List<Channel> channels) {
        RecordedOutlet outlet = new RecordedOutlet();
        StreamConnection connection = connection(outlet, format, channels);
        connection.opened();
        take(connection.subscription(), MESSAGE);
        connection.write(connection.subscription().takeTurn(), true);
        take(connection.subscription(), PUSH);
        connection.write(connection.subscription().takeTurn(), false);
        assertThat(connection.beat(0)).isFalse();
        assertThat(outlet.writes).isEqualTo(2);
        assertThat(connection.beat(0)).isFalse();
        connection.drain(1500);
        assertThat(outlet.isOver()).isTrue();
        return outlet.text.toString().replaceFirst("<!--[ \n]{2000,}-->", "<!-- 2 KiB of blanks -->");
    }

    private static StreamConnection connection(Outlet outlet, StreamFormat format, List<Channel> channels) {
        Cursor cursor = Cursor.parse(channels.size() == 1 ? EPOCH + ".41" : EPOCH + ".41,0.0", channels.size());
        StreamRequest request = new StreamRequest(channels, cursor, null, "page-1", Long.MAX_VALUE);
        return new StreamConnection(outlet, format, request, 2000);
    }

    private static void take(Subscription subscription, Event... events) {
        Subscriber lobby = subscription.subscribers().get(0);
        EventId start = Objects.requireNonNull(lobby.cursor());
        EventId end = new EventId(EPOCH, start.offset() + events.length);
        lobby.take(new Frame(LOBBY, start, List.of(events), end, null));
        lobby.become(Subscriber.State.LIVE);
    }

    private static String golden(String name) {
        String file = "/golden/" + name + ".txt";
        try (InputStream in = Objects.requireNonNull(GoldenTest.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes everything. */
    private static final class RecordedOutlet implements Outlet {

        final StringBuilder text = new StringBuilder();
        int writes;
        private boolean over;

        @Override
        public boolean isOver() {
            return over;
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public long taken() {
            return text.length();
        }

        @Override
        public void send(Buffer bytes) {
            text.append(bytes);
            writes++;
        }

        @Override
        public void end(Buffer last, Ending ending) {
            text.append(last);
            over = true;
        }

        @Override
        public void cut() {
            over = true;
        }

        @Override
        public void attach(Runnable drained, Runnable over) {}
    }
}
