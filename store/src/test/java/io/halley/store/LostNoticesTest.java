package io.halley.store;

import static io.halley.store.ScriptedStore.CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Backlog;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever becomes of the notices, what reaches the bus goes on where it ended, and is complete. */
final class LostNoticesTest {

    /** One thing that happens; {@code n} picks a notice, or says how many. */
    record Step(Kind kind, int n) {
        enum Kind {
            APPEND,
            APPEND_WITHOUT_EVENTS,
            END_EPOCH,
            TRIM,
            DELIVER,
            DELIVER_TWICE,
            LOSE,
            UNSURE,
            FOLLOWED,
            READ_ANSWERED,
            READ_FAILED,
            TIME_PASSES
        }
    }

    private CarrierWorld world = new CarrierWorld();

    /** The tries of a property share their test. */
    @BeforeTry
    void begin() {
        world = new CarrierWorld();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step.Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of(Step.Kind.APPEND, Step.Kind.DELIVER, Step.Kind.READ_ANSWERED)),
                Tuple.of(1, Arbitraries.of(Step.Kind.class)));
        return Combinators.combine(kinds, Arbitraries.integers().between(1, 4))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 1_000)
    void carries_everything_once_and_in_order_whatever_becomes_of_the_notices(@ForAll("steps") List<Step> steps) {
        Future<EventId> follow = world.carrier.follow(CHANNEL, "a");
        steps.forEach(this::take);
        world.settle();

        EventId last = follow.result();
        List<Event> carried = new ArrayList<>();
        for (Backlog backlog : world.bus) {
            assertThat(backlog.start().equals(last) || backlog.gap() != null).isTrue();
            carried.addAll(backlog.events());
            last = backlog.end();
        }
        assertThat(last).isEqualTo(world.store.range().headId());
        assertThat(carried).doesNotHaveDuplicates().isSubsetOf(world.store.events());
        if (world.bus.stream().allMatch(backlog -> backlog.gap() == null)) {
            int head = (int) follow.result().offset();
            assertThat(carried)
                    .isEqualTo(world.store
                            .events()
                            .subList(head, world.store.events().size()));
        }
    }

    private void take(Step step) {
        int n = step.n();
        switch (step.kind()) {
            case APPEND -> world.store.append(n, true);
            case APPEND_WITHOUT_EVENTS -> world.store.append(n, false);
            case END_EPOCH -> world.store.endEpoch();
            case TRIM -> world.store.trim(n);
            case DELIVER -> world.deliver(n, true);
            case DELIVER_TWICE -> world.deliver(n, false);
            case LOSE -> world.lose(n);
            case UNSURE -> world.unsure();
            case FOLLOWED ->
                world.store.followed.tryComplete(world.store.range().headId());
            case READ_ANSWERED -> world.store.answerRead(true);
            case READ_FAILED -> world.store.answerRead(false);
            case TIME_PASSES -> world.passTime();
            default -> throw new AssertionError(step);
        }
    }
}
