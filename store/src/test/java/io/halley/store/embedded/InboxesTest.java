package io.halley.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.InboxState;
import io.halley.shared.bus.Progress;
import io.halley.shared.bus.ReadOutcome;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.halley.store.OpenStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Marks across restarts that find nothing of a log any more, and while the disk takes nothing. */
final class InboxesTest extends FolderTest {

    private static final UserId ALICE = new UserId("alice");
    private static final Channel OWN = Channel.ofUser(ALICE);

    @Test
    void what_went_unread_is_counted_when_the_log_was_cleaned_of_everything_and_opened_again() throws Exception {
        folder.segmentBytes = 1_000;
        OpenStore store = folder.open();
        store.signIn("alice");
        EventId first = store.append(OWN, "1");
        EventId second = store.append(OWN, "2");
        EventId toAll = store.append(Channel.USERS, "3");
        store.markRead(ALICE, List.of(first), List.of());
        outlive(store, Duration.ofDays(8));
        store.close();
        OpenStore again = folder.open();
        InboxState state = again.inbox(ALICE).state();
        assertThat(state.dropped()).isEqualTo(2);
        assertThat(state.unread()).isZero();
        assertThat(again.read(OWN, second).gap()).isNull();
        assertThat(again.read(OWN, first).gap()).isNotNull();
        assertThat(again.describe(OWN)).isEmpty();
        EventId next = again.append(OWN, "4");
        assertThat(next.offset()).isEqualTo(second.offset() + 1);
        assertThat(again.append(Channel.USERS, "5").offset()).isEqualTo(toAll.offset() + 1);
        assertThat(again.inbox(ALICE).state().unread()).isEqualTo(2);
        again.close();
        OpenStore third = folder.open();
        assertThat(third.inbox(ALICE).state().unread()).isEqualTo(2);
        assertThat(third.inbox(ALICE).state().dropped()).isEqualTo(2);
        third.close();
    }

    @Test
    void a_channel_that_is_forgotten_after_a_year_leaves_its_count() throws Exception {
        folder.segmentBytes = 1_000;
        OpenStore store = folder.open();
        store.signIn("alice");
        store.append(OWN, "1");
        store.append(OWN, "2");
        outlive(store, Duration.ofDays(364));
        assertThat(store.inbox(ALICE).own().range().head()).isEqualTo(2);
        folder.clock.addAndGet(Duration.ofDays(2).toMillis());
        folder.eventually(() -> store.inbox(ALICE).own().range().head() == 0);
        assertThat(store.inbox(ALICE).state().dropped()).isEqualTo(2);
        assertThat(store.append(OWN, "3").offset()).isEqualTo(1);
        assertThat(store.inbox(ALICE).state().unread()).isEqualTo(1);
        store.close();
        OpenStore again = folder.open();
        assertThat(again.inbox(ALICE).state().dropped()).isEqualTo(2);
        assertThat(again.inbox(ALICE).state().unread()).isEqualTo(1);
        again.close();
    }

    @Test
    void what_the_disk_did_not_take_is_not_answered_as_read_and_can_be_marked_when_it_does() throws Exception {
        OpenStore store = folder.open();
        store.signIn("alice");
        EventId id = store.append(OWN, "1");
        store.carry(OWN);
        disk.full = true;
        assertThatThrownBy(() -> store.append(OWN, "2")).hasMessage("the disk is full");
        assertThatThrownBy(() -> store.markRead(ALICE, List.of(id), List.of())).hasMessage("the disk is full");
        assertThat(store.inbox(ALICE).state().unread()).isEqualTo(1);
        assertThat(store.told).isEmpty();
        store.on(() -> store.inboxes().progressed(List.of(new Progress(ALICE, OWN, id, id))));
        disk.full = false;
        folder.eventually(() -> folder.health.problems().isEmpty());
        assertThat(store.markRead(ALICE, List.of(id), List.of())).isInstanceOf(ReadOutcome.Marked.class);
        assertThat(store.told).hasSize(1);
        store.close();
        OpenStore again = folder.open();
        assertThat(again.inbox(ALICE).state().unread()).isZero();
        assertThat(again.inbox(ALICE).own().mark().receipt(1, 1).delivered()).isNotNull();
        again.close();
    }

    /** Has so much time pass that nothing is retained, and waits until no record of it is left for an opening to find. */
    private void outlive(OpenStore store, Duration time) throws Exception {
        store.append(TestFolder.LOBBY, "\"" + "x".repeat(1_000) + "\"");
        folder.clock.addAndGet(time.toMillis());
        store.append(TestFolder.LOBBY, "1");
        folder.eventually(() -> !folder.segments().contains("0000000001.log"));
    }
}
