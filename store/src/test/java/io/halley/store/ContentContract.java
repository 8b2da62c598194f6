package io.halley.store;

import static io.halley.store.OpenStore.draft;
import static io.halley.store.OpenStore.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import io.halley.shared.event.Position;
import io.halley.shared.event.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every backend has to do with channels and their events: keep them apart, and as they are. */
abstract class ContentContract extends BackendTest {

    ContentContract(Fixture fixture) {
        super(fixture);
    }

    @Test
    void keeps_channels_apart() throws Exception {
        store().carry(OTHER);
        store().append(LOBBY, "1");
        store().append(OTHER, "2");
        store().append(LOBBY, "3");
        assertThat(store().texts(LOBBY)).containsExactly("1", "3");
        assertThat(store().texts(OTHER)).containsExactly("2");
        EventId inLobby = store().read(LOBBY, Position.NOW).head();
        assertThat(store().read(OTHER, inLobby).gap()).isNotNull();
        assertThat(store().delete(LOBBY)).isTrue();
        assertThat(store().texts(OTHER)).containsExactly("2");
        assertThat(texts(nextOnBus().events())).containsExactly("2");
        assertThat(store().bus).isEmpty();
    }

    @Test
    void takes_every_name_that_a_channel_may_have() {
        String letters = "ABCXYZabcxyz0189._~@+-";
        Set<Channel> channels = Stream.of(
                        "a:" + letters,
                        "A:b:c:d",
                        "chat:" + "n".repeat(195),
                        "chat:..",
                        "chat:-",
                        "chat:a",
                        "chat:A",
                        "users",
                        "presence",
                        "user:9~@")
                .map(Channel::new)
                .collect(Collectors.toSet());
        channels.forEach(channel -> store().append(channel, "\"" + channel + "\""));
        channels.forEach(channel -> assertThat(store().texts(channel)).containsExactly("\"" + channel + "\""));
        List<String> names = channels.stream().map(Channel::name).sorted().toList();
        assertThat(listed("")).isEqualTo(names);
        assertThat(listed("chat:a")).containsExactly("chat:a");
        assertThat(new HashSet<>(names)).hasSize(10);
    }

    @Test
    void keeps_data_of_64_KiB_and_every_character_token_for_token() {
        StringBuilder all = new StringBuilder("\"");
        new Random(7)
                .ints(2_000, 0x20, 0x110000)
                .filter(c -> Character.isDefined(c) && !(c >= 0xd800 && c < 0xe000) && c != '"' && c != '\\')
                .forEach(all::appendCodePoint);
        List<String> values = List.of(
                "\"" + "x".repeat(EventData.LARGEST_BYTES - 2) + "\"",
                "\"" + "é".repeat(EventData.LARGEST_BYTES / 2 - 1) + "\"",
                all.append('"').toString(),
                "\"\\u0000\\n\u2028\u2029😀\\ud800\"",
                "1.10",
                "{\"a\":1,\"a\":2}",
                "null");
        values.forEach(value -> store().append(LOBBY, value));
        assertThat(store().texts(LOBBY)).isEqualTo(values);
    }

    @Test
    void keeps_type_and_sender() {
        EventDraft draft =
                new EventDraft(LOBBY, EventType.PUSH, new EventData("1"), new UserId("alice@example.org"), null);
        store().append(draft, draft(LOBBY, "2"));
        List<Event> events = store().readAll(LOBBY);
        assertThat(events.get(0).type()).isEqualTo(EventType.PUSH);
        assertThat(events.get(0).from()).isEqualTo(new UserId("alice@example.org"));
        assertThat(events.get(1).from()).isNull();
    }

    @Test
    void describes_and_lists_channels_a_page_at_a_time() {
        for (String name : List.of("chat:a", "chat:b", "chat:c", "chat:d", "public:a")) {
            store().append(draft(new Channel(name), "1"), draft(new Channel(name), "2"));
        }
        var info = store().on(() -> store().backend().channels().describe(new Channel("chat:a")))
                .orElseThrow();
        assertThat(info.earliest().offset()).isEqualTo(1);
        assertThat(info.head().offset()).isEqualTo(2);
        assertThat(info.events()).isEqualTo(2);
        assertThat(info.bytes()).isPositive();
        var page = store().on(() -> store().backend().channels().list("chat:", null, 3));
        assertThat(page.items()).extracting(i -> i.channel().name()).containsExactly("chat:a", "chat:b", "chat:c");
        var rest = store().on(() -> store().backend().channels().list("chat:", page.next(), 3));
        assertThat(rest.items()).extracting(i -> i.channel().name()).containsExactly("chat:d");
        assertThat(rest.next()).isNull();
    }
}
