package io.halley.store.redis;

import static io.halley.store.redis.Scene.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.InboxNotice;
import io.halley.shared.bus.InboxState;
import io.halley.shared.bus.Progress;
import io.halley.shared.bus.ReadOutcome;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.halley.store.OpenStore;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of inboxes when Redis fails, or somebody has a hand in it. */
final class RedisInboxesTest extends RedisTest {

    private static final UserId ALICE = new UserId("alice");
    private static final Channel OWN = Channel.ofUser(ALICE);
    private static final String OWN_MARKS = "halley:{user:alice}:marks";
    private static final String USERS_MARKS = "halley:{users}:marks";

    @AfterEach
    void allowMemory() {
        redis().cli("CONFIG", "SET", "maxmemory", "0");
    }

    @Test
    void a_look_writes_only_what_retention_took_and_nothing_for_strangers() {
        scene().retainEvents = 3;
        OpenStore store = scene().open();
        store.append(OWN, "1");
        store.append(Channel.USERS, "1");
        assertThat(store.inbox(ALICE).state().unread()).isEqualTo(1);
        assertThat(redis().cli("EXISTS", OWN_MARKS, USERS_MARKS)).isEqualTo("0");
        store.signIn("alice");
        assertThat(redis().cli("HLEN", USERS_MARKS)).isEqualTo("1");
        EventId own = store.append(OWN, "2");
        store.markRead(ALICE, List.of(), List.of(own));
        store.append(OWN, "3");
        String before = redis().cli("HGET", OWN_MARKS, "alice");
        store.inbox(ALICE);
        assertThat(redis().cli("HGET", OWN_MARKS, "alice")).isEqualTo(before);
        store.append(OWN, "4");
        assertThat(store.inbox(ALICE).state().dropped()).isEqualTo(1);
        assertThat(redis().cli("HGET", OWN_MARKS, "alice")).isNotEqualTo(before);
    }

    @Test
    void keys_that_hold_something_else_are_refused_and_nothing_is_half_done() {
        OpenStore store = scene().open();
        store.signIn("alice");
        EventId own = store.append(OWN, "1");
        EventId all = store.append(Channel.USERS, "1");
        redis().cli("RENAME", USERS_MARKS, "kept");
        redis().cli("SET", USERS_MARKS, "x");
        assertRefused(() -> store.inbox(ALICE)).hasMessageContaining("holds something else");
        assertRefused(() -> store.markRead(ALICE, List.of(own, all), List.of()));
        assertRefused(() ->
                progressed(store, new Progress(ALICE, OWN, own, own), new Progress(ALICE, Channel.USERS, all, all)));
        assertRefused(() -> store.signIn("bob"));
        assertThat(store.user("bob")).isEmpty();
        redis().cli("RENAME", "kept", USERS_MARKS);
        assertThat(redis().cli("EXISTS", OWN_MARKS)).isEqualTo("0");
        assertThat(store.inbox(ALICE).state().unread()).isEqualTo(2);
        redis().cli("HSET", OWN_MARKS, "alice", "1 2 3");
        assertRefused(() -> store.inbox(ALICE)).hasMessageContaining("a mark of user alice is not one");
        redis().cli("DEL", OWN_MARKS);
        assertThat(store.markRead(ALICE, List.of(own, all), List.of())).isInstanceOf(ReadOutcome.Marked.class);
    }

    @Test
    void a_mark_that_is_not_one_holds_up_no_other() {
        OpenStore store = scene().open();
        UserId bob = new UserId("bob");
        store.signIn("alice");
        store.signIn("bob");
        EventId own = store.append(OWN, "1");
        EventId all = store.append(Channel.USERS, "1");
        redis().cli("HSET", USERS_MARKS, "alice", "1 2 3");
        progressed(
                store,
                new Progress(ALICE, Channel.USERS, all, null),
                new Progress(ALICE, OWN, own, null),
                new Progress(bob, Channel.USERS, all, null));
        assertThat(redis().cli("HGET", USERS_MARKS, "alice")).isEqualTo("1 2 3");
        assertThat(redis().cli("HEXISTS", OWN_MARKS, "alice")).isEqualTo("1");
        assertThat(store.inbox(bob).users().mark().receipt(1, 1).written()).isNotNull();
    }

    @Test
    void without_memory_looks_are_answered_and_marks_are_refused_as_a_whole() {
        scene().retainEvents = 2;
        OpenStore store = scene().open();
        store.signIn("alice");
        EventId own = store.append(OWN, "1");
        store.markRead(ALICE, List.of(own), List.of());
        List.of("2", "3", "4").forEach(data -> store.append(OWN, data));
        EventId all = store.append(Channel.USERS, "1");
        redis().cli("CONFIG", "SET", "maxmemory", "1");
        InboxState state = store.inbox(ALICE).state();
        assertThat(state.unread()).isEqualTo(3);
        assertThat(state.dropped()).isEqualTo(1);
        assertRefused(() -> store.markRead(ALICE, List.of(new EventId(own.epoch(), 4), all), List.of()))
                .hasMessageContaining("out of memory");
        assertRefused(() -> progressed(store, new Progress(ALICE, OWN, new EventId(own.epoch(), 4), null)));
        assertThat(store.inbox(ALICE).state()).isEqualTo(state);
        redis().cli("CONFIG", "SET", "maxmemory", "0");
        assertThat(store.inbox(ALICE).state()).isEqualTo(state);
        assertThat(store.inbox(ALICE).own().mark().receipt(4, 1).written()).isNull();
    }

    @Test
    void all_is_flushed_in_the_middle_and_begins_anew() {
        OpenStore store = scene().open();
        store.signIn("alice");
        EventId old = store.append(OWN, "1");
        store.append(Channel.USERS, "1");
        redis().cli("FLUSHALL");
        InboxState empty = store.inbox(ALICE).state();
        assertThat(empty.unread()).isZero();
        assertThat(empty.dropped()).isZero();
        assertThat(store.markRead(ALICE, List.of(old), List.of())).isEqualTo(new ReadOutcome.Gone(old));
        assertThat(redis().cli("EXISTS", OWN_MARKS, USERS_MARKS)).isEqualTo("0");
        store.signIn("alice");
        store.append(OWN, "2");
        store.append(Channel.USERS, "2");
        assertThat(store.inbox(ALICE).state().unread()).isEqualTo(2);
    }

    @Test
    void what_is_known_of_a_log_is_lost_and_all_of_it_counts_as_dropped_once() {
        OpenStore store = scene().open();
        store.signIn("alice");
        IntStream.range(0, 5).forEach(i -> store.append(OWN, "" + i));
        EventId read = store.inbox(ALICE).own().range().idAt(2);
        store.markRead(ALICE, List.of(read), List.of());
        redis().cli("DEL", "halley:{user:alice}:meta");
        InboxState without = store.inbox(ALICE).state();
        assertThat(without.unread()).isZero();
        assertThat(without.dropped()).isEqualTo(3);
        store.append(OWN, "6");
        InboxState again = store.inbox(ALICE).state();
        assertThat(again.unread()).isEqualTo(1);
        assertThat(again.dropped()).isEqualTo(3);
        assertThat(store.markRead(ALICE, List.of(read), List.of())).isEqualTo(new ReadOutcome.Gone(read));
    }

    @Test
    void the_pages_of_every_process_hear_of_it_and_after_an_outage_that_they_may_not_have() throws Exception {
        OpenStore store = scene().open();
        OpenStore elsewhere = scene().openElsewhere(redis());
        store.signIn("alice");
        EventId own = store.append(OWN, "1");
        store.carry(OWN);
        elsewhere.carry(OWN);
        InboxState state = ((ReadOutcome.Marked) elsewhere.markRead(ALICE, List.of(), List.of(own))).state();
        InboxNotice.Read notice = new InboxNotice.Read(state, List.of(own));
        assertThat(told(store)).isEqualTo(notice);
        assertThat(told(elsewhere)).isEqualTo(notice);
        scene().reconnect();
        assertThat(told(store)).isEqualTo(new InboxNotice.Unsure());
        redis().cli("PUBLISH", Keys.notices(0, OWN), "read nonsense");
        assertThat(told(store)).isEqualTo(new InboxNotice.Unsure());
        assertThat(told(elsewhere)).isEqualTo(new InboxNotice.Unsure());
        assertThat(store.told).isEmpty();
        assertThat(elsewhere.told).isEmpty();
    }

    @Test
    void many_marks_move_in_chunks() {
        OpenStore store = scene().open();
        List<UserId> users = IntStream.range(0, 2 * RedisInboxes.PROGRESS_AT_ONCE + 1)
                .mapToObj(i -> new UserId("u" + i))
                .toList();
        users.forEach(user -> store.signIn(user.value()));
        EventId all = store.append(Channel.USERS, "1");
        progressed(
                store,
                users.stream()
                        .map(user -> new Progress(user, Channel.USERS, all, null))
                        .toArray(Progress[]::new));
        assertThat(users).allSatisfy(user -> assertThat(
                        store.inbox(user).users().mark().receipt(1, 1).written())
                .isNotNull());
    }

    private static void progressed(OpenStore store, Progress... progress) {
        store.on(() -> store.inboxes().progressed(List.of(progress)));
    }

    private static InboxNotice told(OpenStore store) throws InterruptedException {
        return Objects.requireNonNull(store.told.poll(10, TimeUnit.SECONDS), "nothing was told");
    }
}
