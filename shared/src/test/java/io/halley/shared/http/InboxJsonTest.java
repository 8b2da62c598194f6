package io.halley.shared.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.InboxEntry;
import io.halley.shared.bus.InboxPage;
import io.halley.shared.bus.InboxState;
import io.halley.shared.bus.Receipt;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import io.halley.shared.event.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class InboxJsonTest {

    private static final String STATE =
            "\"unread\":1,\"dropped\":2,\"readUpTo\":\"aaaaaaaa.1,0.0\",\"head\":\"aaaaaaaa.2,0.0\",\"version\":\"1.0-0.0\"";

    private final InboxState state = new InboxState(
            new UserId("1"), 1, 2, Cursor.parse("aaaaaaaa.1,0.0", 2), Cursor.parse("aaaaaaaa.2,0.0", 2), "1.0-0.0");

    @Test
    void a_state() {
        assertThat(InboxJson.state(state).encode()).isEqualTo("{" + STATE + "}");
    }

    @Test
    void a_page_has_each_event_token_for_token_and_when_it_was_read() {
        InboxPage page = new InboxPage(List.of(entry(2, null), entry(1, 9L)), Cursor.parse("aaaaaaaa.1,0.0", 2), state);

        assertThat(InboxJson.page(page))
                .isEqualTo("{\"events\":[" + event(2) + ",\"readAt\":null}," + event(1) + ",\"readAt\":9}],"
                        + "\"next\":\"aaaaaaaa.1,0.0\"," + STATE + "}");
        assertThat(InboxJson.page(page, receipt -> ",\"sent\":" + receipt.sent()))
                .contains(event(1) + ",\"readAt\":9,\"sent\":7}");
    }

    @Test
    void the_last_page_leads_nowhere() {
        assertThat(InboxJson.page(new InboxPage(List.of(), null, state)))
                .isEqualTo("{\"events\":[],\"next\":null," + STATE + "}");
    }

    private static String event(int offset) {
        return "{\"channel\":\"user:1\",\"id\":\"aaaaaaaa." + offset
                + "\",\"time\":7,\"type\":\"push\",\"data\":{\"n\":1.10}";
    }

    private static InboxEntry entry(int offset, @Nullable Long read) {
        Event event = new Event(
                Channel.ofUser(new UserId("1")),
                new EventId("aaaaaaaa", offset),
                7,
                EventType.PUSH,
                new EventData("{\"n\":1.10}"),
                null);
        return new InboxEntry(event, new Receipt(7L, null, null, read));
    }
}
