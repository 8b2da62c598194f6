package io.halley.store.redis;

import static io.halley.store.fixture.TcpProxy.Way.TO_CLIENT;
import static io.halley.store.fixture.TcpProxy.Way.TO_SERVER;
import static io.halley.store.redis.Scene.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.StoreException;
import io.halley.shared.event.EventId;
import io.halley.store.OpenStore;
import io.halley.store.fixture.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Faults of every kind in random order, while two stores append: what was acknowledged reaches every follower once, in the
 * one order of the log, without a gap.
 */
final class RandomFaultsTest extends RedisTest {

    private final Random random = new Random();
    private final List<String> story = new ArrayList<>();

    /** What goes wrong, for a while. */
    private enum Fault {
        CUT,
        REFUSE,
        STALL,
        STALL_ANSWERS,
        STALL_SUBSCRIPTION,
        STALL_COMMANDS,
        DELAY,
        KILL_SUBSCRIPTIONS,
        KILL_COMMANDS,
        FREEZE,
        RESTART,
        KILL
    }

    @Test
    void four_random_faults() {
        survive(4);
    }

    @Test
    @Tag("long")
    void sixty_random_faults() {
        survive(60);
    }

    private void survive(int rounds) {
        long seed = random.nextLong();
        random.setSeed(seed);
        story.add("seed " + seed);
        OpenStore store = scene().open();
        OpenStore elsewhere = scene().openElsewhere(redis());
        Follower near = new Follower(store, LOBBY);
        Follower far = new Follower(elsewhere, LOBBY);
        EventId first = appendWhenItWorks(store);
        near.awaitEvent(first);
        far.awaitEvent(first);
        Writer writer = new Writer(scene().vertx, store, LOBBY, "1");
        Writer other = new Writer(scene().vertx, elsewhere, LOBBY, "2");
        try (writer;
                other) {
            for (int round = 0; round < rounds; round++) {
                fault(Fault.values()[random.nextInt(Fault.values().length)]);
                EventId mark = appendWhenItWorks(elsewhere);
                near.awaitEvent(mark);
                far.awaitEvent(mark);
                appendWhenItWorks(store);
            }
        } catch (AssertionError e) {
            throw new AssertionError(String.join(", ", story), e);
        }
        awaitNothingOnItsWay();
        EventId end = appendWhenItWorks(elsewhere);
        near.awaitEvent(end);
        far.awaitEvent(end);
        assertThat(near.gaps).as("%s", story).isEmpty();
        assertThat(near.events).as("%s", story).isEqualTo(far.events).isEqualTo(store.readAll(LOBBY));
        assertExactlyOnce(near, writer, other);
        near.assertIsUpToDate();
        far.assertIsUpToDate();
    }

    /** What was given up with its connection may still come, as long as Redis has more of these than two of each store. */
    private void awaitNothingOnItsWay() {
        scene().awaitGreen();
        scene().eventually(
                        "nothing is left of other connections, after " + story,
                        () -> scene().network.connections() == 2
                                && redis().cli("CLIENT", "LIST").lines().count() == 5);
    }

    /** Each writer's own, and between them only what was appended to see that it works. */
    private void assertExactlyOnce(Follower follower, Writer... writers) {
        Set<EventId> ids = new HashSet<>();
        follower.events.forEach(event -> assertThat(ids.add(event.id())).isTrue());
        for (Writer writer : writers) {
            assertThat(writer.acknowledged).as("%s", story).isNotEmpty();
            assertThat(ids).as("%s", story).containsAll(writer.acknowledged.values());
            assertThat(follower.texts())
                    .as("%s", story)
                    .filteredOn(text -> writer.wrote(text))
                    .doesNotHaveDuplicates()
                    .containsAll(writer.acknowledged.keySet());
            assertThat(writer.failures).allMatch(StoreException.class::isInstance);
        }
    }

    private void fault(Fault fault) {
        TcpProxy network = scene().network;
        Duration some = Duration.ofMillis(50 + random.nextInt(random.nextInt(8) == 0 ? 6_000 : 1_500));
        story.add(fault + " for " + some);
        switch (fault) {
            case CUT -> network.cut();
            case REFUSE -> network.refuse();
            case STALL -> network.stall(TO_SERVER, TO_CLIENT);
            case STALL_ANSWERS -> network.stall(TO_CLIENT);
            case STALL_SUBSCRIPTION -> network.stallOpen("subscribe", TO_SERVER, TO_CLIENT);
            case STALL_COMMANDS -> network.stallOpen("evalsha", TO_SERVER, TO_CLIENT);
            case DELAY -> network.delay(Duration.ofMillis(100));
            case KILL_SUBSCRIPTIONS -> redis().cli("CLIENT", "KILL", "TYPE", "pubsub");
            case KILL_COMMANDS -> redis().cli("CLIENT", "KILL", "TYPE", "normal");
            case FREEZE -> redis().pause();
            case RESTART -> redis().stop();
            case KILL -> redis().kill();
        }
        scene().pass(some);
        switch (fault) {
            case FREEZE -> redis().resume();
            case RESTART, KILL -> redis().start();
            default -> network.pass();
        }
    }

    private EventId appendWhenItWorks(OpenStore store) {
        List<EventId> id = new ArrayList<>();
        scene().eventually("an append works, after " + story, () -> {
            try {
                id.add(store.append(LOBBY, "0"));
                return true;
            } catch (StoreException e) {
                return false;
            }
        });
        return id.get(0);
    }
}
