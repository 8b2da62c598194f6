package io.halley.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.Device;
import io.halley.shared.bus.GatewayInfo;
import io.halley.shared.bus.InboxEntry;
import io.halley.shared.bus.InboxPage;
import io.halley.shared.bus.InboxState;
import io.halley.shared.bus.Page;
import io.halley.shared.bus.PresenceInfo;
import io.halley.shared.bus.Receipt;
import io.halley.shared.bus.StoreCommand;
import io.halley.shared.bus.StoreCommand.DescribePresence;
import io.halley.shared.bus.StoreCommand.FindReceipts;
import io.halley.shared.bus.StoreCommand.FindReceipts.Place;
import io.halley.shared.bus.StoreCommand.FindUser;
import io.halley.shared.bus.StoreCommand.ListGateways;
import io.halley.shared.bus.StoreCommand.ListInbox;
import io.halley.shared.bus.StoreCommand.ListUsers;
import io.halley.shared.bus.StoreException;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import io.halley.shared.event.UserId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the publisher shows of users, gateways, inboxes and receipts. */
final class ReceiptsTest {

    private static final UserId ALICE = new UserId("a+b");
    private static final String ID = "aaaaaaaa.2";

    private final ScriptedStore store = new ScriptedStore(1, ReceiptsTest::answer);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_receipt_says_how_far_an_event_came_and_when() {
        JsonArray receipts = store.get(
                        "/v1/receipts?of=1/" + ID + "&of=2/" + ID + "&of=3/" + ID + "&of=4/" + ID + "&of=a%2Bb/" + ID,
                        200)
                .getJsonArray("receipts");

        assertThat(receipts.getJsonObject(0).encode())
                .isEqualTo("{\"user\":\"1\",\"id\":\"" + ID
                        + "\",\"state\":\"sent\",\"sent\":1,\"written\":null,\"delivered\":null,\"read\":null}");
        assertThat(receipts.stream().map(receipt -> ((JsonObject) receipt).getString("state")))
                .containsExactly("sent", "written", "delivered", "read", "gone");
        assertThat(receipts.getJsonObject(3).encode()).endsWith("\"sent\":1,\"written\":2,\"delivered\":3,\"read\":4}");
        assertThat(store.asked(FindReceipts.class).get(0).places())
                .hasSize(5)
                .endsWith(new Place(ALICE, EventId.parse(ID)));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/receipts, invalid-of",
        "/v1/receipts?of=1, invalid-of",
        "/v1/receipts?of=1/0.0, invalid-of",
        "/v1/receipts?of=1/x.1, invalid-event-id",
        "/v1/receipts?of=/aaaaaaaa.1, invalid-user",
        "/v1/receipts?of=1/aaaaaaaa.1&of=, invalid-of",
        "/v1/users/1/inbox?state=new, invalid-state",
        "/v1/users/1/inbox?after=now, invalid-after",
        "/v1/users/1/inbox?after=aaaaaaaa.1, invalid-cursor",
        "/v1/users/1/inbox?limit=0, invalid-limit",
        "/v1/users/a%20b/inbox, invalid-user",
        "/v1/channels/chat:a/events?wait=31, invalid-wait",
        "/v1/channels/chat:a/events?wait=x, invalid-wait",
    })
    void what_can_not_be_read_is_refused_and_the_store_not_asked(String path, String slug) {
        assertThat(store.get(path, 400).getString("type")).endsWith(":" + slug);
        assertThat(store.asked(StoreCommand.class)).isEmpty();
    }

    @Test
    void a_hundred_receipts_are_enough() {
        String of = "of=1/" + ID + "&";

        assertThat(store.get("/v1/receipts?" + of.repeat(100), 200).getJsonArray("receipts"))
                .hasSize(100);
        assertThat(store.get("/v1/receipts?" + of.repeat(101), 400).getString("detail"))
                .isEqualTo("of: \"101 events\" (expected: 1 to 100 of of=USER/ID)");
    }

    @Test
    void an_inbox_has_receipts_and_goes_on_where_the_part_before_ended() {
        JsonObject inbox = store.get("/v1/users/a+b/inbox?state=unread&limit=2&after=aaaaaaaa.9,0.0", 200);

        assertThat(inbox.getJsonArray("events").getJsonObject(0).encode())
                .isEqualTo(
                        "{\"channel\":\"user:a+b\",\"id\":\"" + ID + "\",\"time\":1,\"type\":\"push\",\"data\":7,"
                                + "\"readAt\":4,\"receipt\":{\"state\":\"read\",\"sent\":1,\"written\":2,\"delivered\":3,\"read\":4}}");
        assertThat(inbox.getString("next")).isEqualTo("aaaaaaaa.1,0.0");
        assertThat(inbox.getInteger("unread")).isEqualTo(5);
        ListInbox asked = store.asked(ListInbox.class).get(0);
        assertThat(asked)
                .isEqualTo(new ListInbox(ALICE, ListInbox.Filter.UNREAD, Cursor.parse("aaaaaaaa.9,0.0", 2), 2));
        store.get("/v1/users/1/inbox", 200);
        assertThat(store.asked(ListInbox.class).get(1))
                .isEqualTo(new ListInbox(new UserId("1"), ListInbox.Filter.ALL, null, 100));
    }

    @Test
    void users_have_their_devices_and_how_sure_that_is() {
        String user = "{\"user\":\"a+b\",\"online\":true,\"firstSeen\":1,\"lastSeen\":2,"
                + "\"devices\":[{\"client\":\"c\",\"transport\":\"poll\",\"gateway\":\"g\",\"since\":3}]";
        String presence = "\"presence\":{\"online\":9,\"unknownSince\":8}}";

        assertThat(store.get("/v1/users?online=true", 200).encode())
                .isEqualTo("{\"users\":[" + user + "}],\"next\":null," + presence);
        assertThat(store.get("/v1/users/a+b", 200).encode()).isEqualTo(user + "," + presence);
    }

    @Test
    void gateways_are_counted_at_a_time() {
        JsonObject answer = store.get("/v1/gateways", 200);

        assertThat(answer.getJsonArray("gateways").encode())
                .isEqualTo("[{\"gateway\":\"g\",\"streams\":1,\"polls\":2,\"users\":3,\"events\":4}]");
        assertThat(System.currentTimeMillis() - answer.getLong("time")).isBetween(0L, 60_000L);
    }

    private static Object answer(StoreCommand command) {
        if (command instanceof FindReceipts find) {
            return find.places().stream().map(place -> receipt(place.user())).toList();
        } else if (command instanceof ListInbox list) {
            return inbox(list.user());
        } else if (command instanceof ListUsers) {
            return new Page<>(List.of(alice()), null);
        } else if (command instanceof FindUser) {
            return alice();
        } else if (command instanceof DescribePresence) {
            return new PresenceInfo(9, 8L);
        } else if (command instanceof ListGateways) {
            return List.of(new GatewayInfo("g", 1, 2, 3, 4));
        }
        return new StoreException("not scripted: " + command);
    }

    private static Receipt receipt(UserId user) {
        return switch (user.value()) {
            case "1" -> receipt(null, null, null);
            case "2" -> receipt(2L, null, null);
            case "3" -> receipt(2L, 3L, null);
            case "4" -> receipt(2L, 3L, 4L);
            default -> new Receipt(null, 2L, null, null);
        };
    }

    private static Receipt receipt(@Nullable Long written, @Nullable Long delivered, @Nullable Long read) {
        return new Receipt(1L, written, delivered, read);
    }

    private static InboxPage inbox(UserId user) {
        Event event = new Event(Channel.ofUser(user), EventId.parse(ID), 1, EventType.PUSH, new EventData("7"), null);
        Cursor cursor = Cursor.parse("aaaaaaaa.1,0.0", 2);
        InboxState state = new InboxState(user, 5, 0, cursor, cursor, "1.0-0.0");
        return new InboxPage(List.of(new InboxEntry(event, receipt(2L, 3L, 4L))), cursor, state);
    }

    private static UserInfo alice() {
        return new UserInfo(ALICE, 1, 2, true, List.of(new Device("c", "poll", "g", 3)));
    }
}
