package io.halley.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.Addresses;
import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.IdentityCodec;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.bus.StoreCommand.Append;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.EventId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A batch on a store that answers late, and then goes away. */
final class BatchTest {

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Deque<Message<Append>> unanswered = new ArrayDeque<>();

    private int asked;
    private int most;

    BatchTest() {
        IdentityCodec.register(vertx.eventBus());
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void it_asks_for_a_bounded_number_of_channels_at_a_time() {
        List<EntryResult> entries = publish(100, () -> {
            most = Math.max(most, unanswered.size());
            unanswered.forEach(BatchTest::store);
        });

        assertThat(most).isEqualTo(Lanes.AT_ONCE);
        assertThat(entries).hasSize(100).allSatisfy(entry -> assertThat(entry).isInstanceOf(EntryResult.Stored.class));
    }

    @Test
    void once_the_store_is_away_nothing_more_is_attempted_and_every_entry_says_so() {
        List<EntryResult> entries = publish(100, () -> {
            if (asked == Lanes.AT_ONCE) {
                store(unanswered.remove());
            }
            unanswered.forEach(message -> message.reply(new StoreException("the disk is full")));
        });

        assertThat(entries.get(0)).isInstanceOf(EntryResult.Stored.class);
        assertThat(entries.subList(1, 100)).allSatisfy(entry -> assertThat(
                        ((EntryResult.Failed) entry).problem().status())
                .isEqualTo(503));
        assertThat(new Results(entries).toJson()).hasSize(100);
        assertThat(asked).as("a lane went on before the store was away").isLessThanOrEqualTo(Lanes.AT_ONCE + 1);
        assertThat(meters.get("halley_publishes")
                        .tag("outcome", "unavailable")
                        .counter()
                        .count())
                .isEqualTo(99);
    }

    /** Publishes one entry to each of many channels; {@code answering} takes what the store was asked until then. */
    private List<EntryResult> publish(int channels, Runnable answering) {
        List<BatchEntry> entries = IntStream.range(0, channels)
                .mapToObj(i -> BatchEntry.read("{\"channel\":\"chat:" + i + "\",\"data\":1}", null))
                .toList();
        Promise<Results> done = Promise.promise();
        vertx.runOnContext(begin -> {
            vertx.eventBus().<Append>localConsumer(Addresses.STORE, message -> {
                unanswered.add(message);
                if (asked++ % Lanes.AT_ONCE == 0) {
                    // late enough for whatever is asked in the same turn
                    vertx.setTimer(50, late -> {
                        answering.run();
                        unanswered.clear();
                    });
                }
            });
            new Batch(entries, new StoreClient(vertx), new PublisherMeters(meters))
                    .publish()
                    .onComplete(done);
        });
        return done.future().await().entries();
    }

    private static void store(Message<Append> message) {
        message.reply(List.of(new AppendOutcome.Appended(EventId.parse("k3f9x2ab.1"), 1, false)));
    }
}
