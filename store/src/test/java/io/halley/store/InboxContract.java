package io.halley.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.InboxNotice;
import io.halley.shared.bus.InboxState;
import io.halley.shared.bus.Progress;
import io.halley.shared.bus.ReadOutcome;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.EventId;
import io.halley.store.spi.Inbox;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every backend has to do with inboxes; {@link InboxLifeContract} does it at random. */
abstract class InboxContract extends InboxTest {

    InboxContract(Fixture fixture) {
        super(fixture);
    }

    @Test
    void begins_with_all_of_ones_own_and_with_what_comes_to_all_from_then_on() {
        store().append(OWN, "1");
        EventId before = store().append(Channel.USERS, "2");
        store().signIn("alice");
        store().append(Channel.USERS, "3");
        EventId last = store().append(Channel.USERS, "4");
        EventId own = store().append(OWN, "5");
        InboxState state = state();
        assertThat(state.unread()).isEqualTo(4);
        assertThat(state.dropped()).isZero();
        assertThat(state.readUpTo()).isEqualTo(new Cursor(List.of(new EventId(own.epoch(), 0), before)));
        assertThat(state.head()).isEqualTo(new Cursor(List.of(own, last)));
        assertThat(store().inbox(ALICE).users().mark().before()).isEqualTo(1);
        restart();
        assertThat(state()).isEqualTo(state);
    }

    @Test
    void a_look_at_who_never_signed_in_leaves_nothing_behind() {
        EventId own = store().append(OWN, "1");
        EventId all = store().append(Channel.USERS, "1");
        assertThat(state().unread()).isEqualTo(1);
        assertThat(state().head()).isEqualTo(new Cursor(List.of(own, all)));
        store().append(Channel.USERS, "2");
        assertThat(state().unread()).isEqualTo(1);
        store().signIn("alice");
        assertThat(state().unread()).isEqualTo(1);
        store().append(Channel.USERS, "3");
        assertThat(state().unread()).isEqualTo(2);
        store().signIn("alice");
        assertThat(state().unread()).isEqualTo(2);
    }

    @Test
    void marks_both_channels_in_one_step_up_to_an_id_of_each() {
        store().signIn("alice");
        List<EventId> own = append(OWN, 4);
        List<EventId> all = append(Channel.USERS, 3);
        InboxState before = state();
        InboxState marked = marked(List.of(all.get(0), own.get(2)), List.of());
        assertThat(marked.unread()).isEqualTo(3);
        assertThat(marked.readUpTo()).isEqualTo(new Cursor(List.of(own.get(2), all.get(0))));
        assertThat(marked.version()).isNotEqualTo(before.version());
        assertThat(state()).isEqualTo(marked);
        assertThat(marked(List.of(own.get(0), EventId.NONE), List.of())).isEqualTo(marked);
        restart();
        assertThat(state()).isEqualTo(marked);
    }

    @Test
    void marks_single_ones_and_takes_them_in_when_those_before_them_are_read() {
        store().signIn("alice");
        List<EventId> own = append(OWN, 5);
        InboxState singles = marked(
                List.of(),
                List.of(own.get(2), own.get(1), FOREIGN, new EventId(own.get(0).epoch(), 9)));
        assertThat(singles.unread()).isEqualTo(3);
        assertThat(singles.readUpTo().positions().get(0))
                .isEqualTo(new EventId(own.get(0).epoch(), 0));
        InboxState first = marked(List.of(), List.of(own.get(0)));
        assertThat(first.readUpTo().positions().get(0)).isEqualTo(own.get(2));
        assertThat(first.unread()).isEqualTo(2);
        assertThat(List.of(
                        singles.version(),
                        first.version(),
                        marked(List.of(own.get(4)), List.of()).version()))
                .doesNotHaveDuplicates();
        assertThat(state().unread()).isZero();
    }

    @Test
    void answers_which_of_the_single_ones_this_call_and_no_other_has_made_read() throws Exception {
        EventId before = store().append(Channel.USERS, "0");
        store().signIn("alice");
        List<EventId> own = append(OWN, 6);
        EventId all = store().append(Channel.USERS, "1");
        assertThat(made(List.of(), List.of(own.get(1), own.get(1), before, FOREIGN)))
                .containsExactly(own.get(1));
        assertThat(made(List.of(), List.of(own.get(1)))).isEmpty();
        assertThat(made(List.of(own.get(0)), List.of())).isEmpty();
        List<EventId> rest = List.of(own.get(5), all, own.get(0), own.get(2), own.get(3), own.get(4));
        List<Future<ReadOutcome>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(store().start(() -> store().backend().inboxes().markRead(ALICE, List.of(own.get(2)), rest)));
        }
        Future.all(calls).await(30, TimeUnit.SECONDS);
        assertThat(calls.stream().flatMap(call -> ((ReadOutcome.Marked) call.result()).ids().stream()))
                .containsExactly(own.get(5), all, own.get(2), own.get(3), own.get(4));
        restart();
        assertThat(made(List.of(), rest)).isEmpty();
    }

    @Test
    void marks_nothing_if_an_id_to_mark_up_to_is_of_neither_channel() {
        store().signIn("alice");
        EventId own = store().append(OWN, "1");
        EventId strange = store().append(LOBBY, "1");
        InboxState before = state();
        for (EventId wrong : List.of(FOREIGN, strange, new EventId(own.epoch(), 2))) {
            assertThat(store().markRead(ALICE, List.of(own, wrong), List.of(own)))
                    .isEqualTo(new ReadOutcome.Gone(wrong));
        }
        assertThat(store().delete(OWN)).isTrue();
        assertThat(store().markRead(ALICE, List.of(own), List.of())).isEqualTo(new ReadOutcome.Gone(own));
        assertThat(marked(List.of(), List.of(own)).unread()).isZero();
        assertThat(state().version()).isNotEqualTo(before.version());
        assertThat(state().dropped()).isEqualTo(1);
    }

    @Test
    void counts_what_retention_took_unread() {
        store().signIn("alice");
        List<EventId> ids = append(OWN, RETAINED_IN_INBOXES);
        marked(List.of(ids.get(1)), List.of(ids.get(3)));
        while (store().read(OWN, ids.get(5)).gap() == null) {
            append(OWN, 1);
        }
        Inbox inbox = store().inbox(ALICE);
        long gone = inbox.own().range().earliest() - 1;
        assertThat(gone).isGreaterThanOrEqualTo(7);
        assertThat(inbox.state().dropped()).isEqualTo(gone - 3);
        assertThat(inbox.state().unread()).isEqualTo(inbox.own().range().head() - gone);
        restart();
        assertThat(state()).isEqualTo(inbox.state());
    }

    @Test
    void tells_followers_of_every_change_of_what_is_read_and_of_nothing_else() throws Exception {
        store().signIn("alice");
        store().carry(OWN);
        List<EventId> own = append(OWN, 3);
        // what is marked while events are still read for followers is told as a doubt
        assertThat(nextOnBus().end()).isEqualTo(own.get(2));
        EventId all = store().append(Channel.USERS, "1");
        state();
        progressed(new Progress(ALICE, OWN, own.get(2), own.get(2)));
        InboxState single = marked(List.of(), List.of(own.get(1), all));
        assertThat(told()).isEqualTo(new InboxNotice.Read(single, List.of(own.get(1), all)));
        marked(List.of(), List.of(own.get(1), FOREIGN));
        store().markRead(ALICE, List.of(FOREIGN), List.of(own.get(0)));
        marked(List.of(all), List.of());
        InboxState up = marked(List.of(own.get(2)), List.of());
        assertThat(told()).isEqualTo(new InboxNotice.Read(up, List.of()));
        assertThat(store().told).isEmpty();
    }

    @Test
    void keeps_every_mark_that_devices_and_publishers_make_at_the_same_time() throws Exception {
        store().signIn("alice");
        List<EventId> own = append(OWN, 6);
        List<EventId> all = append(Channel.USERS, 6);
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<EventId> single = List.of(own.get(2 * i + 1), all.get(2 * i));
            calls.add(store().start(() -> store().backend().inboxes().markRead(ALICE, List.of(), single)));
            calls.add(store().start(() -> store().backend().events().append(List.of(OpenStore.draft(OWN, "2")))));
            List<Progress> progress = List.of(new Progress(ALICE, OWN, own.get(i), null));
            calls.add(store().start(() -> store().backend().inboxes().progressed(progress)));
            List<EventId> upTo = List.of(all.get(i));
            calls.add(store().start(() -> store().backend().inboxes().markRead(ALICE, upTo, List.of())));
        }
        Future.all(calls).await(30, TimeUnit.SECONDS);
        Inbox inbox = store().inbox(ALICE);
        assertThat(inbox.own().mark().singles()).containsOnlyKeys(2L, 4L, 6L);
        assertThat(inbox.own().mark().unread()).isEqualTo(6);
        assertThat(inbox.own().mark().receipt(3, 1).written()).isNotNull();
        assertThat(inbox.users().mark().upTo()).isEqualTo(3);
        assertThat(inbox.users().mark().singles()).containsOnlyKeys(5L);
    }

    private List<EventId> made(List<EventId> upTo, List<EventId> ids) {
        return ((ReadOutcome.Marked) store().markRead(ALICE, upTo, ids)).ids();
    }

    private InboxNotice told() throws InterruptedException {
        return Objects.requireNonNull(store().told.poll(10, TimeUnit.SECONDS), "nothing was told");
    }
}
