package io.halley.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.InboxNotice;
import io.halley.shared.bus.Progress;
import io.halley.shared.bus.ReadOutcome;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.halley.store.spi.Inbox;
import io.halley.store.spi.Notice;
import io.halley.store.spi.Notices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown as read is what the disk has taken. */
final class MarkWriterTest implements Notices {

    private static final UserId ALICE = new UserId("alice");
    private static final Channel OWN = Channel.ofUser(ALICE);

    private final Vertx vertx = Vertx.vertx();
    private final List<InboxNotice> told = new CopyOnWriteArrayList<>();

    @TempDir
    private Path temporary = Path.of("");

    @AfterEach
    void end() {
        vertx.close().await();
    }

    @Test
    void a_mark_that_fails_on_its_way_to_the_disk_is_taken_back_there_and_where_it_is_shown() throws Exception {
        TestFolder folder = new TestFolder(vertx, temporary.resolve("data"));
        HeldWriter held = new HeldWriter(vertx, folder);
        Inboxes inboxes = inboxes(held, folder);
        assertThat(held.on(() -> inboxes.markRead(ALICE, List.of(), List.of(id(1)))))
                .isInstanceOf(ReadOutcome.Marked.class);
        String before = held.text(Marks.slot(ALICE, OWN));
        CountDownLatch hold = held.hold();
        held.damage();
        Future<ReadOutcome> second = held.start(() -> inboxes.markRead(ALICE, List.of(), List.of(id(2))));
        Future<ReadOutcome> third = held.start(() -> inboxes.markRead(ALICE, List.of(id(3)), List.of()));
        Future<Inbox> shown = held.start(() -> inboxes.find(ALICE));
        hold.countDown();
        assertThatThrownBy(() -> HeldWriter.await(second)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> HeldWriter.await(third)).isInstanceOf(StoreException.class);
        assertThat(HeldWriter.await(shown).state().unread()).isEqualTo(2);
        assertThat(unread(held, inboxes)).isEqualTo(2);
        assertThat(told).hasSize(1);
        folder.eventually(() -> folder.health.problems().isEmpty());
        held.on(held.writer::flush);
        assertThat(held.text(Marks.slot(ALICE, OWN))).isEqualTo(before);
        held.on(() -> inboxes.markRead(ALICE, List.of(id(3)), List.of()));
        assertThat(unread(held, inboxes)).isZero();
        assertThat(told).hasSize(2);
        held.open.close();
    }

    @Test
    void a_mark_that_can_not_be_read_keeps_no_other_from_going_on() throws Exception {
        TestFolder folder = new TestFolder(vertx, temporary.resolve("data"));
        HeldWriter held = new HeldWriter(vertx, folder);
        Inboxes inboxes = inboxes(held, folder);
        held.open.marks().put(ALICE, Channel.USERS, "no mark");
        Progress bad = new Progress(ALICE, Channel.USERS, id(1), null);
        held.on(() -> inboxes.progressed(List.of(bad, new Progress(ALICE, OWN, id(2), null), bad)));
        held.on(held.writer::flush);
        assertThat(held.text(Marks.slot(ALICE, OWN))).contains("|2:" + folder.clock.get());
        assertThat(held.text(Marks.slot(ALICE, Channel.USERS))).isNull();
        held.open.close();
    }

    private Inboxes inboxes(HeldWriter held, TestFolder folder) throws TimeoutException {
        LogIndex index = held.open.index();
        long now = folder.clock.get();
        KnownUsers known = new KnownUsers(held.open.users());
        return held.on(() -> {
            known.see("alice", now);
            int segment = index.segments().current().number();
            for (int offset = 1; offset <= 3; offset++) {
                index.add(OWN, id(offset), now, Location.of(segment, 100 * offset), 100, now);
            }
            return Future.succeededFuture(new Inboxes(
                    vertx, index, known, held.open.marks(), held.writer, this, Set.of(OWN), folder.clock::get));
        });
    }

    private static EventId id(long offset) {
        return new EventId("epoch001", offset);
    }

    private static long unread(HeldWriter held, Inboxes inboxes) throws TimeoutException {
        return held.on(() -> inboxes.find(ALICE)).state().unread();
    }

    @Override
    public void read(Channel own, InboxNotice.Read notice) {
        told.add(notice);
    }

    @Override
    public void moved(Notice notice) {}

    @Override
    public void unsure(Channel channel) {}

    @Override
    public void unsure() {}
}
