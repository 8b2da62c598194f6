package io.halley.store.embedded;

import static io.halley.store.OpenStore.draft;
import static io.halley.store.embedded.TestFolder.LOBBY;
import static io.halley.store.embedded.TestFolder.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.InboxNotice;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventDraft;
import io.halley.store.OpenStore;
import io.halley.store.spi.Notice;
import io.halley.store.spi.Notices;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What waits while a commit is being written goes into the next one, together, and is bounded. */
final class CommitsTest extends FolderTest {

    private static final Channel THIRD = new Channel("chat:third");

    @Test
    void what_comes_during_a_commit_is_one_commit_and_shows_only_when_it_is_forced() throws Exception {
        OpenStore store = folder.open();
        store.follow(LOBBY);
        CountDownLatch held = disk.holdForce();
        List<Future<List<AppendOutcome>>> appends = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            appends.add(append(store, List.of(draft(LOBBY, "" + i))));
            if (i == 0) {
                disk.awaitHeld();
            }
        }
        assertThat(store.readAll(LOBBY)).isEmpty();
        assertThat(store.describe(LOBBY)).isEmpty();
        assertThat(store.notices).isEmpty();
        assertThat(appends).noneMatch(Future::isComplete);
        held.countDown();
        Future.all(appends).await();
        assertThat(store.readAll(LOBBY)).hasSize(500);
        assertThat(folder.meters.get("halley_store_commit").timer().count()).isEqualTo(2);
        assertThat(folder.meters.get("halley_store_appended_events").counter().count())
                .isEqualTo(500);
        store.close();
    }

    @Test
    void more_than_may_wait_is_refused_as_busy_and_all_that_waits_is_taken() throws Exception {
        OpenStore store = folder.open();
        CountDownLatch held = disk.holdForce();
        List<Future<List<AppendOutcome>>> taken = new ArrayList<>();
        taken.add(append(store, List.of(draft(LOBBY, "0"))));
        disk.awaitHeld();
        List<EventDraft> many = Collections.nCopies(WaitingLine.MOST_EVENTS_AT_ONCE, draft(LOBBY, "1"));
        int fit = WaitingLine.MOST_EVENTS / many.size();
        for (int i = 0; i < fit; i++) {
            taken.add(append(store, many));
        }
        assertThatThrownBy(() -> append(store, many).await())
                .isInstanceOf(StoreException.class)
                .hasMessage("the store is busy");
        held.countDown();
        Future.all(taken).await();
        assertThat(store.describe(LOBBY).orElseThrow().head().offset()).isEqualTo(1L + fit * (long) many.size());
        store.close();
    }

    @Test
    void more_than_one_commit_takes_is_refused() {
        OpenStore store = folder.open();
        List<EventDraft> tooMany = Collections.nCopies(WaitingLine.MOST_EVENTS_AT_ONCE + 1, draft(LOBBY, "1"));
        assertThatThrownBy(() -> append(store, tooMany).await()).hasMessageContaining("4097 events");
        List<EventDraft> tooLarge = Collections.nCopies(200, draft(LOBBY, "\"" + "x".repeat(60_000) + "\""));
        assertThatThrownBy(() -> append(store, tooLarge).await()).hasMessageContaining("bytes");
        assertThat(store.describe(LOBBY)).isEmpty();
        store.close();
    }

    @Test
    void one_channel_more_than_there_may_be_is_refused_and_the_others_go_on() throws Exception {
        folder.mostChannels = 2;
        OpenStore store = folder.open();
        CountDownLatch held = disk.holdForce();
        Future<?> first = append(store, List.of(draft(LOBBY, "1")));
        disk.awaitHeld();
        // these three are in one commit
        Future<?> second = append(store, List.of(draft(OTHER, "1")));
        Future<?> third = append(store, List.of(draft(THIRD, "1")));
        Future<?> again = append(store, List.of(draft(OTHER, "2")));
        held.countDown();
        assertThatThrownBy(third::await)
                .isInstanceOf(StoreException.class)
                .hasMessage("there are 2 channels, as many as the store keeps");
        Future.all(first, second, again).await();
        assertThat(store.describe(THIRD)).isEmpty();
        store.append(LOBBY, "2");
        assertThatThrownBy(() -> store.append(THIRD, "2")).hasMessageStartingWith("there are 2 channels");
        store.close();
        OpenStore reopened = folder.open();
        assertThat(reopened.texts(LOBBY)).containsExactly("1", "2");
        assertThat(reopened.texts(OTHER)).containsExactly("1", "2");
        assertThat(reopened.readAll(THIRD)).isEmpty();
        reopened.close();
    }

    @Test
    void a_finished_commit_that_cannot_be_taken_in_fails_whoever_waits_and_the_next_goes_on() throws Exception {
        OpenFolder open = OpenFolder.open(folder.config(), folder.tuning());
        Worker worker = new Worker(vertx);
        CommitResults results = new CommitResults(open.index(), new BrokenNotices(), Set.of(LOBBY), folder.clock::get);
        AtomicInteger number = new AtomicInteger();
        Commits.Applied applied = (commit, written) -> {
            if (number.getAndIncrement() == 0) {
                throw new IllegalStateException("a fault in applying");
            }
            return results.apply(commit, written);
        };
        Context context = vertx.getOrCreateContext();
        Promise<Commits> made = Promise.promise();
        context.runOnContext(turn -> made.complete(new Commits(
                vertx,
                worker,
                open.writer(),
                open.index(),
                new ChannelBound(open.index(), 10),
                new Outage(folder.health),
                applied,
                new Meters(folder.meters))));
        Commits commits = made.future().await();

        for (Channel channel : List.of(OTHER, LOBBY)) {
            Pending.Append append = new Pending.Append(List.of(draft(channel, "1")));
            Pending.Delete delete = new Pending.Delete(channel);
            context.runOnContext(turn -> {
                commits.submit(append, 1, 1);
                commits.submit(delete, 1, 1);
            });
            for (Future<?> answer : List.of(append.answer.future(), delete.answer.future())) {
                assertThatThrownBy(answer::await)
                        .isInstanceOf(StoreException.class)
                        .hasMessage("the store could not take in what it wrote");
            }
        }
        Pending.Append last = new Pending.Append(List.of(draft(THIRD, "1")));
        context.runOnContext(turn -> commits.submit(last, 1, 1));
        assertThat(last.answer.future().await()).hasOnlyElementsOfType(AppendOutcome.Appended.class);
        assertThat(folder.health.problems()).isEmpty();
        open.close();
    }

    /** Fails at every notice. */
    private static final class BrokenNotices implements Notices {
        @Override
        public void moved(Notice notice) {
            throw new IllegalStateException("a fault in telling");
        }

        @Override
        public void read(Channel own, InboxNotice.Read notice) {}

        @Override
        public void unsure(Channel channel) {}

        @Override
        public void unsure() {}
    }

    private static Future<List<AppendOutcome>> append(OpenStore store, List<EventDraft> drafts) {
        return store.start(() -> store.events().append(drafts));
    }
}
