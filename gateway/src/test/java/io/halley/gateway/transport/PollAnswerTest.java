package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.Events;
import io.halley.gateway.NoConnection;
import io.halley.gateway.framing.Frame;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.bus.StoreCommand.Report.Part;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Gap;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class PollAnswerTest {

    private static final String EPOCH = "aaaaaaaa";

    private record Part(int channel, int events, boolean gap) {}

    /** However an answer is cut: each channel's events go on from its cursor, and the new cursor is where they end. */
    @Property(tries = 300)
    void the_cursor_is_exactly_what_the_answer_holds(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 89) Integer> parts,
            @ForAll @IntRange(min = 1, max = 30) int limit) {
        List<Channel> channels = List.of(new Channel("chat:a"), new Channel("chat:b"), new Channel("chat:c"));
        Cursor before = Cursor.all(new EventId(EPOCH, 100), 3);
        Subscription subscription =
                new Subscription(channels, before, null, new NoConnection(), new ReadLimit(limit, 1 << 20), 0);
        parts.forEach(part -> take(subscription, new Part(part % 3, part / 3 % 10, part >= 60)));
        List<Frame> frames = subscription.takeTurn();

        PollAnswer answer = PollAnswer.of(subscription, frames, null);

        JsonObject json = new JsonObject(answer.body());
        assertThat(json.getString("cursor")).isEqualTo(answer.cursor());
        List<JsonObject> shown = objects(json.getJsonArray("events"));
        List<JsonObject> events = shown.stream()
                .filter(event -> !event.getString("type").equals("$gap"))
                .toList();
        Cursor after = Cursor.parse(answer.cursor(), 3);
        long cut = 0;
        for (int i = 0; i < 3; i++) {
            long reached = offset(after, i);
            cut += offsetAtHead(subscription, i) - reached;
            assertThat(offsetsOf(events, channels.get(i))).isEqualTo(expected(frames, channels.get(i), reached));
        }
        assertThat(events).hasSizeLessThanOrEqualTo(limit);
        assertThat(json.getBoolean("more"))
                .as("nobody is live in this test, so there may be more")
                .isTrue();
        assertThat(cut > 0 && events.size() < limit)
                .as("cut although there was room")
                .isFalse();
    }

    private static void take(Subscription subscription, Part part) {
        var subscriber = subscription.subscribers().get(part.channel());
        EventId cursor = subscriber.cursor();
        assertThat(cursor).isNotNull();
        EventId start = part.gap() ? new EventId(EPOCH, cursor.offset() + 5) : cursor;
        Channel channel = subscriber.channel();
        List<Event> events = Events.of(channel.name(), EPOCH, start.offset() + 1, part.events());
        EventId end = new EventId(EPOCH, start.offset() + part.events());
        Gap gap = part.gap() ? new Gap(channel, cursor.toString(), start, end) : null;
        subscriber.take(new Frame(channel, start, events, end, gap));
    }

    private static List<Long> expected(List<Frame> frames, Channel channel, long reached) {
        List<Long> offsets = new ArrayList<>();
        frames.stream()
                .filter(frame -> frame.channel().equals(channel))
                .flatMap(frame -> frame.events().stream())
                .forEach(event -> {
                    EventId id = event.id();
                    if (id != null && id.offset() <= reached) {
                        offsets.add(id.offset());
                    }
                });
        return offsets;
    }

    private static List<Long> offsetsOf(List<JsonObject> events, Channel channel) {
        return events.stream()
                .filter(event -> event.getString("channel").equals(channel.name()))
                .map(event -> EventId.parse(event.getString("id")).offset())
                .toList();
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static long offset(Cursor cursor, int slot) {
        return ((EventId) cursor.positions().get(slot)).offset();
    }

    private static long offsetAtHead(Subscription subscription, int slot) {
        return offset(Cursor.parse(subscription.cursor(), 3), slot);
    }
}
