package io.halley.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.StoreException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work of many steps, one piece after the other. */
final class LongWorkTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context context = ((VertxInternal) vertx).createEventLoopContext();
    private final LongWork work = new LongWork(vertx);
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        vertx.close().await();
    }

    @Test
    void a_step_that_throws_ends_its_own_work_and_what_waits_behind_it_is_done() throws Exception {
        Promise<List<Future<Void>>> submitted = Promise.promise();
        context.runOnContext(turn -> submitted.complete(List.of(
                submit(IntStream.range(0, 5_000).mapToObj(i -> step("long"))),
                submit(Stream.of(step("before"), LongWorkTest::fail, step("after"))),
                submit(Stream.of(step("next"))))));
        List<Future<Void>> answers = await(submitted.future());
        await(answers.get(0));
        assertThatThrownBy(() -> await(answers.get(1)))
                .isInstanceOf(StoreException.class)
                .hasMessage("the store could not do all of that");
        await(answers.get(2));
        assertThat(done).hasSize(5_002).endsWith("before", "next").doesNotContain("after");
    }

    private Future<Void> submit(Stream<Runnable> steps) {
        return work.submit(steps.iterator());
    }

    private Runnable step(String name) {
        return () -> done.add(name);
    }

    private static <T extends @Nullable Object> T await(Future<T> answer) throws TimeoutException {
        return answer.await(10, TimeUnit.SECONDS);
    }

    private static void fail() {
        throw new IllegalArgumentException("a step that throws");
    }
}
