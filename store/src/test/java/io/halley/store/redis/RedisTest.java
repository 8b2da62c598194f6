package io.halley.store.redis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventDraft;
import io.halley.store.OpenStore;
import io.halley.store.fixture.RedisServer;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** Brings one Redis to the tests of a class, which keeps what it acknowledged, and a scene to each. */
@Tag("redis")
abstract class RedisTest {

    @AutoClose
    private static @Nullable RedisServer redis;

    private @Nullable Scene scene;

    @BeforeAll
    static void start() {
        redis = new RedisServer("--appendonly", "yes", "--appendfsync", "always");
    }

    @BeforeEach
    void begin() {
        scene = new Scene(redis());
    }

    @AfterEach
    void end() {
        scene().close();
    }

    final Scene scene() {
        return requireNonNull(scene);
    }

    static RedisServer redis() {
        return requireNonNull(redis);
    }

    /** Whether an append is taken; {@code "0"} is what it leaves. */
    static boolean works(OpenStore store, Channel channel) {
        try {
            store.append(channel, "0");
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    /** An append is refused in the very turn that asks for it. */
    static void assertRefusedAtOnce(OpenStore store) {
        List<EventDraft> drafts = List.of(OpenStore.draft(Scene.LOBBY, "3"));
        Throwable refusal = store.on(
                () -> Future.succeededFuture(store.events().append(drafts).cause()));
        assertThat(refusal).isInstanceOf(StoreException.class);
    }
}
