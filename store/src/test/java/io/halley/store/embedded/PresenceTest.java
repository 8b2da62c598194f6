package io.halley.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.PresenceInfo;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.UserId;
import io.halley.store.OpenStore;
import io.halley.store.spi.LeaseTimes;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Joins and leaves across restarts, and while the disk takes nothing. */
final class PresenceTest extends FolderTest {

    private static final GatewayId GATEWAY = new GatewayId("gateway", 0);
    private static final long TTL = LeaseTimes.USUAL.ttlMs();

    @Test
    void who_was_online_stays_so_after_a_restart_and_who_does_not_return_leaves_once() throws Exception {
        OpenStore store = folder.open();
        hold(store, "alice", "bob");
        store.close();
        long closed = folder.clock.get();
        folder.clock.addAndGet(60_000);
        OpenStore again = folder.open();
        assertThat(presence(again)).isEqualTo(new PresenceInfo(2, closed));
        hold(again, "bob", "carol");
        folder.clock.addAndGet(TTL - 1);
        hold(again, "bob", "carol");
        assertThat(texts(again)).containsExactly("join alice", "join bob", "join carol");
        assertThat(presence(again)).isEqualTo(new PresenceInfo(3, closed));
        folder.clock.addAndGet(1);
        folder.eventually(() -> presence(again).equals(new PresenceInfo(2, null)));
        UserInfo alice = again.user("alice").orElseThrow();
        assertThat(alice.lastSeen()).isEqualTo(closed);
        assertThat(alice.online()).isFalse();
        assertThat(again.user("bob").orElseThrow().devices()).hasSize(1);
        assertThat(texts(again)).containsExactly("join alice", "join bob", "join carol", "leave alice");
        again.close();
    }

    @Test
    void when_a_user_was_held_last_is_known_after_a_restart() throws Exception {
        OpenStore store = folder.open();
        hold(store, "alice");
        folder.clock.addAndGet(5_000);
        UserInfo online = store.user("alice").orElseThrow();
        assertThat(online.lastSeen()).isEqualTo(folder.clock.get());
        release(store, "alice");
        long released = folder.clock.get();
        folder.clock.addAndGet(8_000);
        folder.eventually(() -> presence(store).online() == 0);
        store.close();
        OpenStore again = folder.open();
        UserInfo alice = again.user("alice").orElseThrow();
        assertThat(alice.firstSeen()).isEqualTo(online.firstSeen());
        assertThat(alice.lastSeen()).isEqualTo(released);
        assertThat(presence(again)).isEqualTo(new PresenceInfo(0, null));
        again.close();
    }

    @Test
    void joins_that_the_disk_did_not_take_are_made_up_for_in_order_and_none_is_doubled() throws Exception {
        OpenStore store = folder.open();
        hold(store, "alice");
        disk.full = true;
        assertThatThrownBy(() -> hold(store, "dora", "carol")).hasMessage("the disk is full");
        assertThatThrownBy(() -> hold(store, "bob")).hasMessage("the disk is full");
        assertThat(presence(store).online()).isEqualTo(1);
        assertThat(store.user("bob").orElseThrow().online()).isFalse();
        disk.full = false;
        folder.eventually(() -> presence(store).online() == 4);
        assertThat(texts(store)).containsExactly("join alice", "join dora", "join carol", "join bob");
        store.close();
        OpenStore again = folder.open();
        assertThat(presence(again).online()).isEqualTo(4);
        assertThat(texts(again)).hasSize(4);
        again.close();
    }

    @Test
    void a_disk_that_takes_nothing_for_long_makes_nobody_leave_and_counts_as_an_outage() throws Exception {
        folder.leases = LeaseTimes.USUAL;
        OpenStore store = folder.open();
        hold(store, "alice", "bob");
        long known = folder.clock.get();
        CountDownLatch held = disk.holdForce();
        var joining = store.start(() -> store.presence().report(GATEWAY, leases("carol"), List.of(), List.of()));
        disk.awaitHeld();
        folder.clock.addAndGet(20_000);
        assertThat(presence(store)).isEqualTo(new PresenceInfo(2, known));
        held.countDown();
        joining.await();
        ClockedStore.sweep(store);
        assertThat(presence(store)).isEqualTo(new PresenceInfo(3, known));
        renew(store, "alice", "carol");
        assertThat(texts(store)).containsExactly("join alice", "join bob", "join carol");
        for (long passed = 0; passed < TTL; passed += 5_000) {
            folder.clock.addAndGet(5_000);
            ClockedStore.sweep(store);
            renew(store, "alice", "carol");
        }
        assertThat(presence(store)).isEqualTo(new PresenceInfo(2, null));
        assertThat(texts(store)).containsExactly("join alice", "join bob", "join carol", "leave bob");
        store.close();
    }

    @Test
    void who_is_let_go_of_leaves_in_time_while_others_join_without_a_pause() throws Exception {
        folder.leases = LeaseTimes.USUAL;
        // however many join meanwhile, what is looked for stays
        folder.retainEvents = 1_000_000;
        OpenStore store = folder.open();
        hold(store, "alice");
        release(store, "alice");
        AtomicBoolean enough = new AtomicBoolean();
        // two at a time: one of them is always being written, the other waits
        Future<?> joining = Future.all(join(store, 0, enough), join(store, 1, enough));
        folder.clock.addAndGet(4_000);
        ClockedStore.sweep(store);
        assertThat(texts(store)).doesNotContain("leave alice");
        folder.clock.addAndGet(4_000);
        ClockedStore.sweep(store);
        assertThat(texts(store)).contains("leave alice");
        assertThat(presence(store).unknownSince()).isNull();
        enough.set(true);
        joining.await();
        assertThat(texts(store)).filteredOn(text -> text.startsWith("leave")).containsExactly("leave alice");
        store.close();
    }

    private static Future<Void> join(OpenStore store, int number, AtomicBoolean enough) {
        return enough.get()
                ? Future.succeededFuture()
                : store.start(() -> store.presence().report(GATEWAY, leases("user" + number), List.of(), List.of()))
                        .compose(joined -> join(store, number + 2, enough));
    }

    private static void hold(OpenStore store, String... users) {
        store.on(() -> store.presence().report(GATEWAY, leases(users), List.of(), List.of()));
    }

    private static void renew(OpenStore store, String... users) {
        store.on(() -> store.presence().report(GATEWAY, List.of(), leases(users), List.of()));
    }

    private static void release(OpenStore store, String... users) {
        store.on(() -> store.presence().report(GATEWAY, List.of(), List.of(), leases(users)));
    }

    private static List<Lease> leases(String... users) {
        return Stream.of(users)
                .map(user -> new Lease(new UserId(user), "device", "sse"))
                .toList();
    }

    private static PresenceInfo presence(OpenStore store) {
        return store.on(() -> store.presence().info());
    }

    private static List<String> texts(OpenStore store) {
        return store.readAll(Channel.PRESENCE).stream().map(PresenceTest::text).toList();
    }

    /** {@code join alice}. */
    static String text(Event event) {
        return event.type() + " " + event.data().json().split("\"")[3];
    }
}
