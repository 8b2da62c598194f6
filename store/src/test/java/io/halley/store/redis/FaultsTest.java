package io.halley.store.redis;

import static io.halley.store.fixture.TcpProxy.Way.TO_CLIENT;
import static io.halley.store.fixture.TcpProxy.Way.TO_SERVER;
import static io.halley.store.redis.Scene.LOBBY;
import static io.halley.store.redis.Scene.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Position;
import io.halley.store.OpenStore;
import io.halley.store.fixture.RedisServer;
import io.micrometer.core.instrument.Counter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that die, silently or not, while events flow: repaired, nothing lost, nothing twice. */
final class FaultsTest extends RedisTest {

    @Test
    void killed_subscriptions() {
        survive(redis(), () -> redis().cli("CLIENT", "KILL", "TYPE", "pubsub"));
    }

    @Test
    void killed_connections_of_both_kinds() {
        survive(redis(), () -> scene().network.cut());
    }

    @Test
    void a_subscription_that_is_half_open() {
        survive(redis(), () -> scene().network.stallOpen("subscribe", TO_SERVER, TO_CLIENT));
    }

    @Test
    void a_subscription_of_which_only_redis_is_cut_off() {
        survive(redis(), () -> scene().network.stallOpen("subscribe", TO_CLIENT));
    }

    @Test
    void five_seconds_are_enough_to_find_and_repair_one_that_died_silently() {
        long lastHeard = Math.max(Probe.DEAD_AFTER_MS, Connector.PATIENCE_MS);
        assertThat(lastHeard + Lookout.LOOK_MS).isLessThanOrEqualTo(4_500);
    }

    @Test
    void a_connection_for_commands_that_is_half_open() {
        survive(redis(), () -> scene().network.stallOpen("evalsha", TO_SERVER, TO_CLIENT));
        OpenStore store = scene().open();
        store.append(LOBBY, "-1");
        int before = store.readAll(LOBBY).size();
        // what was given up may still come; not twice
        scene().network.stallOpen("evalsha", TO_SERVER);
        assertRefused(() -> store.append(LOBBY, "-2"));
        scene().network.pass();
        scene().eventually("commands work", () -> works(store, LOBBY));
        List<String> texts = store.texts(LOBBY);
        assertThat(texts.subList(before, texts.size())).filteredOn("-2"::equals).hasSizeLessThan(2);
    }

    @Test
    void commands_on_one_master_and_the_subscription_on_another() {
        try (RedisServer other = new RedisServer()) {
            other.replicate(redis());
            survive(other, () -> {
                other.awaitReplication(redis());
                other.promote();
                scene().network.target(other.port());
                redis().cli("CLIENT", "KILL", "TYPE", "pubsub");
            });
        }
    }

    @Test
    void the_subscription_on_one_master_and_commands_on_another() {
        try (RedisServer other = new RedisServer()) {
            other.replicate(redis());
            survive(other, () -> {
                other.awaitReplication(redis());
                other.promote();
                scene().network.target(other.port());
                redis().cli("CLIENT", "KILL", "TYPE", "normal");
            });
        }
    }

    /** Events flow from elsewhere to a store that follows, and from itself; a fault; they flow on. */
    private void survive(RedisServer after, Runnable fault) {
        OpenStore store = scene().open();
        Follower follower = new Follower(store, LOBBY);
        OpenStore elsewhere = scene().openElsewhere(redis());
        follower.awaitEvent(elsewhere.append(LOBBY, "\"begin\""));
        Writer writer = new Writer(scene().vertx, elsewhere, LOBBY);
        try (writer) {
            scene().eventually("events flow", () -> writer.acknowledged.size() > 50);
            if (after == redis()) {
                fault.run();
            }
        }
        if (after != redis()) {
            follower.awaitEvent(elsewhere.read(LOBBY, Position.NOW).head());
            fault.run();
        }
        OpenStore later = scene().openElsewhere(after);
        Writer more = new Writer(scene().vertx, later, LOBBY);
        try (more) {
            follower.awaitEvent(later.append(LOBBY, "\"after the fault\""));
            scene().awaitGreen();
            scene().eventually("its own appends work", () -> works(store, LOBBY));
        }
        follower.awaitEvent(later.append(LOBBY, "\"end\""));
        assertThat(connects()).as("connections made, of a store that needs two").isGreaterThan(2);
        assertThat(writer.failures).isEmpty();
        assertThat(more.failures).isEmpty();
        assertThat(follower.gaps).isEmpty();
        assertThat(follower.texts()).isEqualTo(later.texts(LOBBY));
        follower.assertIsUpToDate();
    }

    private double connects() {
        return scene().meters.get("halley_redis_connects").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
