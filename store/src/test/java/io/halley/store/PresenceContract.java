package io.halley.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.Device;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.PresenceInfo;
import io.halley.shared.bus.StoreException;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.Channel;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every backend has to do with leases: who is online while which of them last. */
abstract class PresenceContract extends PresenceTest {

    PresenceContract(TimedFixture fixture) {
        super(fixture);
    }

    @Test
    void a_user_joins_with_the_first_device_and_leaves_when_the_last_one_has_ended() {
        assertThat(info()).isEqualTo(new PresenceInfo(0, null));
        came(A, "alice/phone");
        assertThat(online()).containsExactly("alice");
        assertThat(info()).isEqualTo(new PresenceInfo(1, null));
        assertThat(told()).containsExactly(join("alice"));
        came(B, "alice/laptop");
        assertThat(devices("alice")).containsExactly("laptop@b", "phone@a");
        released(A, "alice/phone");
        pass(2);
        assertThat(devices("alice")).containsExactly("laptop@b");
        renewed(B, "alice/laptop");
        released(B, "alice/laptop");
        pass(1);
        assertThat(online()).containsExactly("alice");
        assertThat(told()).containsExactly(join("alice"));
        pass(1);
        assertThat(online()).isEmpty();
        assertThat(info()).isEqualTo(new PresenceInfo(0, null));
        assertThat(told()).containsExactly(join("alice"), leave("alice"));
        assertThat(listed("presence")).containsExactly("presence");
        came(B, "alice/laptop");
        assertThat(told()).containsExactly(join("alice"), leave("alice"), join("alice"));
        assertThat(store().readAll(Channel.PRESENCE))
                .allSatisfy(event -> assertThat(event.from()).isNull());
    }

    @Test
    void a_device_tells_where_and_how_it_is_connected_and_since_when() {
        came(A, "alice/phone");
        UserInfo alice = store().user("alice").orElseThrow();
        Device phone = alice.devices().get(0);
        assertThat(phone.client()).isEqualTo("phone");
        assertThat(phone.gateway()).isEqualTo("a");
        assertThat(phone.transport()).isEqualTo("sse");
        assertThat(phone.since()).isBetween(alice.firstSeen(), alice.lastSeen());
        renewed(A, "alice/phone");
        released(A, "alice/phone");
        came(B, "alice/phone");
        assertThat(store().user("alice").orElseThrow().devices())
                .containsExactly(new Device("phone", "sse", "b", phone.since()));
        assertThat(listed())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("lastSeen")
                .containsExactly(store().user("alice").orElseThrow());
    }

    @Test
    void a_page_that_is_loaded_anew_within_the_grace_makes_no_leave() {
        came(A, "alice/phone");
        for (int i = 0; i < 5; i++) {
            released(A, "alice/phone");
            pass(1);
            came(A, "alice/phone");
        }
        pass(3);
        assertThat(online()).containsExactly("alice");
        assertThat(told()).containsExactly(join("alice"));
    }

    @Test
    void a_poll_that_moves_to_another_gateway_is_not_signed_off_by_the_one_before() {
        came(A, "alice/phone");
        came(B, "alice/phone");
        released(A, "alice/phone");
        pass(3);
        assertThat(devices("alice")).containsExactly("phone@b");
        released(B, "alice/phone");
        pass(2);
        assertThat(online()).isEmpty();
        assertThat(told()).containsExactly(join("alice"), leave("alice"));
    }

    @Test
    void a_gateway_that_was_killed_leaves_no_ghost() {
        came(A, "alice/phone", "bob/phone");
        pass(3);
        assertThat(online()).containsExactly("alice", "bob");
        pass(1);
        assertThat(online()).isEmpty();
        assertThat(told()).startsWith(join("alice"), join("bob")).hasSize(4);
        assertThat(told()).contains(leave("alice"), leave("bob"));
    }

    @Test
    void whom_another_gateway_holds_stays_when_the_one_it_came_to_last_is_killed() {
        came(A, "alice/phone");
        came(B, "alice/phone", "bob/phone");
        pass(1);
        renewed(A, "alice/phone");
        assertThat(devices("alice")).containsExactly("phone@b");
        pass(1);
        renewed(A, "alice/phone");
        assertThat(devices("alice")).containsExactly("phone@a");
        pass(2);
        assertThat(online()).containsExactly("alice");
        assertThat(told()).containsExactly(join("alice"), join("bob"), leave("bob"));
    }

    @Test
    void of_two_gateways_that_hold_one_client_the_one_it_came_to_last_keeps_it_until_it_lets_go() {
        came(A, "alice/phone");
        came(B, "alice/phone");
        for (int i = 0; i < 5; i++) {
            renewed(A, "alice/phone");
            renewed(B, "alice/phone");
            assertThat(devices("alice")).containsExactly("phone@b");
            pass(1);
        }
        released(B, "alice/phone");
        assertThat(devices("alice")).containsExactly("phone@b");
        renewed(A, "alice/phone");
        assertThat(devices("alice")).containsExactly("phone@a");
        released(B, "alice/phone");
        pass(3);
        assertThat(online()).containsExactly("alice");
        assertThat(told()).containsExactly(join("alice"));
    }

    @Test
    void renewing_what_is_gone_makes_a_join_and_releasing_it_nothing() {
        renewed(A, "alice/phone");
        released(A, "bob/phone");
        assertThat(online()).containsExactly("alice");
        pass(4);
        released(A, "alice/phone");
        assertThat(online()).isEmpty();
        renewed(A, "alice/phone");
        assertThat(online()).containsExactly("alice");
        assertThat(told()).containsExactly(join("alice"), leave("alice"), join("alice"));
        assertThat(store().user("bob")).isEmpty();
    }

    @Test
    void a_report_that_comes_again_does_no_harm() {
        came(A, "alice/phone", "alice/phone");
        came(A, "alice/phone");
        released(A, "alice/phone", "alice/phone");
        pass(1);
        released(A, "alice/phone");
        pass(1);
        released(A, "alice/phone");
        assertThat(told()).containsExactly(join("alice"), leave("alice"));
        report(A, List.of(), List.of(), List.of());
        assertThat(told()).hasSize(2);
    }

    @Test
    void was_seen_last_when_the_last_lease_was_released_or_held_last() {
        came(A, "alice/phone", "bob/phone", "carol/phone");
        pass(1);
        released(A, "alice/phone");
        renewed(A, "carol/phone");
        pass(3);
        renewed(A, "carol/phone");
        long now = store().user("carol").orElseThrow().lastSeen();
        assertThat(online()).containsExactly("carol");
        assertThat(now - store().user("alice").orElseThrow().lastSeen()).isBetween(3 * STEP, 4 * STEP);
        assertThat(now - store().user("bob").orElseThrow().lastSeen()).isBetween(4 * STEP, 5 * STEP);
    }

    @Test
    void very_many_leases_of_one_user_are_not_all_known_and_keep_the_user_online_all_the_same() {
        int most = Lease.MOST_OF_ONE_USER;
        String[] first = clients(0, most);
        String[] more = clients(most, most + 50);
        came(A, first);
        came(A, more);
        assertThat(devices("alice")).hasSize(most);
        released(A, first);
        for (int i = 0; i < 5; i++) {
            renewed(A, more);
            pass(1);
        }
        assertThat(devices("alice")).hasSize(50).allMatch(device -> device.matches("c1[0-4][0-9]@a"));
        released(A, more);
        pass(2);
        assertThat(told()).containsExactly(join("alice"), leave("alice"));
    }

    @Test
    void many_come_and_go_at_once() {
        String[] leases =
                IntStream.range(0, 1_500).mapToObj(i -> "u" + i + "/c").toArray(String[]::new);
        came(A, leases);
        assertThat(info().online()).isEqualTo(1_500);
        assertThat(online()).hasSize(1_500).isSorted();
        assertThat(told()).hasSize(1_500).doesNotHaveDuplicates();
        pass(4);
        assertThat(online()).isEmpty();
        assertThat(info().online()).isZero();
        // the channel retains no more
        assertThat(told().subList(told().size() - 1_500, told().size()))
                .doesNotHaveDuplicates()
                .allMatch(text -> text.startsWith("leave"));
    }

    @Test
    void fails_once_it_is_closed() {
        OpenStore closed = store();
        closed.close();
        assertThatThrownBy(() -> came(A, "alice/phone")).isInstanceOf(StoreException.class);
        assertThatThrownBy(this::info).isInstanceOf(StoreException.class);
        restart();
        assertThat(online()).isEmpty();
        assertThat(told()).isEmpty();
    }

    private static String[] clients(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "alice/c" + i).toArray(String[]::new);
    }
}
