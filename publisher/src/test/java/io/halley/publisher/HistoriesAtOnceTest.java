package io.halley.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.BoundedReads;
import io.halley.shared.bus.StoreCommand.Read;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Many who ask for history at the same time, each for a megabyte. */
final class HistoriesAtOnceTest {

    private static final Channel CHANNEL = new Channel("user:1");
    private static final EventId START = new EventId("aaaaaaaa", 0);
    private static final String PATH = "/v1/channels/user:1/events?limit=1000";
    private static final int READ_BYTES = 1024 * 1024;

    private final Promise<Backlog> read = Promise.promise();

    @AutoClose
    private final ScriptedStore store = new ScriptedStore(
            1, (vertx, client) -> new BoundedReads(vertx, client, 2 * READ_BYTES, 2), command -> read.future());

    @Test
    void so_many_are_read_and_so_many_wait_and_who_comes_after_them_is_told_to_come_back() {
        List<CompletableFuture<HttpResponse<String>>> all =
                Stream.generate(() -> store.send(PATH)).limit(5).toList();

        // which of the five comes last is chance
        ScriptedStore.await(() -> all.stream().anyMatch(CompletableFuture::isDone));
        HttpResponse<String> refused = all.stream()
                .filter(CompletableFuture::isDone)
                .findAny()
                .orElseThrow()
                .join();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("2");
        assertThat(refused.body()).contains("too many reads of the log are under way");
        ScriptedStore.await(() -> store.asked(Read.class).size() == 2);
        assertThat(all).filteredOn(CompletableFuture::isDone).hasSize(1);

        read.complete(backlog(1));
        assertThat(all)
                .extracting(
                        answer -> answer.orTimeout(10, TimeUnit.SECONDS).join().statusCode())
                .containsExactlyInAnyOrder(200, 200, 200, 200, 503);
        assertThat(store.asked(Read.class)).hasSize(4);
    }

    @Test
    void answers_that_nobody_takes_hold_the_others_up_for_a_second() throws IOException {
        read.complete(backlog(100));
        long begun = System.nanoTime();
        try (Socket one = store.sendOnly(PATH);
                Socket two = store.sendOnly(PATH)) {
            assertThat(one.getInputStream().read()).isEqualTo('H');
            assertThat(two.getInputStream().read()).isEqualTo('H');
            assertThat(store.get(PATH, 200).getJsonArray("events")).hasSize(100);
            assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(950));
        }
    }

    private static Backlog backlog(int events) {
        EventData data = new EventData("\"" + "x".repeat(60_000) + "\"");
        EventId head = new EventId("aaaaaaaa", events);
        List<Event> all = LongStream.rangeClosed(1, events)
                .mapToObj(
                        offset -> new Event(CHANNEL, new EventId("aaaaaaaa", offset), 9, EventType.MESSAGE, data, null))
                .toList();
        return new Backlog(CHANNEL, START, all, head, head, null);
    }
}
