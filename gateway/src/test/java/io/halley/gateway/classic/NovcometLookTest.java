package io.halley.gateway.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.gateway.NoConnection;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventType;
import io.halley.shared.event.ReadLimit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of which a page wants to know what changes from now on. */
final class NovcometLookTest {

    private static final Channel KEY = NovcometLook.channel("a");
    private static final long NOW = 1_795_247_708_000L;

    private final MovingLog log = new MovingLog();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_comes_while_the_log_is_taken_back_or_deleted_is_seen(boolean isDeleted) {
        for (int i = 0; i < 9; i++) {
            log.append(KEY, NOW, EventType.MESSAGE, "true");
        }
        NovcometLook look = new NovcometLook(log.reading().heads(), Map.of("a", Stamp.NONE));
        look.begin(subscription(log.retained(KEY).get(8)));
        assertThat(look.answer().result()).isEmpty();
        if (isDeleted) {
            log.delete(KEY, 1);
        } else {
            log.takeBack(KEY, 5, 1);
        }
        assertThat(look.answer().result()).isEmpty();
        Event event = log.append(KEY, NOW + 1, EventType.MESSAGE, "true");
        assertThat(look.answer().result().map(Look.Answer::json))
                .contains("{\"s\":1,\"k\":{\"a\":" + Stamp.of(event) + "}}");
    }

    private static Subscription subscription(Event at) {
        return new Subscription(
                List.of(KEY), new Cursor(List.of(Stamp.id(at))), null, new NoConnection(), ReadLimit.PAGE, 0);
    }
}
