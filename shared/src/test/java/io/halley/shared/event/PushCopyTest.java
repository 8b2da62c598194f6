package io.halley.shared.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PushCopyTest {

    @Test
    void is_read_as_it_was_written_and_a_user_named_all_is_not_all() {
        PushUrl url = PushUrl.parse("a.example/?x=1\\&y='");
        for (PushCopy copy : List.of(new PushCopy(null, url), new PushCopy(new UserId("all"), url))) {
            assertThat(PushCopy.of(event(copy.draft().data().json()))).isEqualTo(copy);
        }
    }

    @Test
    void what_others_publish_there_is_none() {
        for (String other :
                List.of("1", "\"x\"", "[{\"url\":\"x\"}]", "{}", "{\"url\":[\"a\"]}", "{\"to\":\"\",\"url\":\"x\"}")) {
            assertThat(PushCopy.of(event(other))).as(other).isNull();
        }
    }

    private static Event event(String data) {
        return new Event(PushCopy.CHANNEL, new EventId("12345678", 1), 1, EventType.PUSH, new EventData(data), null);
    }
}
