package io.halley.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.PresenceInfo;
import org.junit.jupiter.api.Test;

/** What every backend has to do with presence when it was away: nobody leaves before all had the time to come back. */
abstract class PresenceOutageContract extends PresenceTest {

    PresenceOutageContract(TimedFixture fixture) {
        super(fixture);
    }

    @Test
    void nobody_leaves_for_one_ttl_after_an_outage() {
        came(A, "alice/phone", "bob/phone", "carol/phone");
        released(A, "carol/phone");
        beAway(5);
        assertUnknown("alice", "bob", "carol");
        renewed(B, "alice/phone");
        assertThat(devices("alice")).containsExactly("phone@b");
        pass(3);
        assertUnknown("alice", "bob", "carol");
        renewed(B, "alice/phone");
        assertThat(told()).containsExactly(join("alice"), join("bob"), join("carol"));
        pass(1);
        assertThat(online()).containsExactly("alice");
        assertThat(info()).isEqualTo(new PresenceInfo(1, null));
        assertThat(told()).contains(leave("bob"), leave("carol")).hasSize(5);
    }

    @Test
    void a_short_silence_is_no_outage() {
        came(A, "alice/phone");
        beAway(1);
        assertThat(info().unknownSince()).isNull();
        released(A, "alice/phone");
        pass(2);
        assertThat(told()).containsExactly(join("alice"), leave("alice"));
    }

    @Test
    void an_outage_soon_after_another_begins_the_time_anew_and_it_is_unknown_since_the_first() {
        came(A, "alice/phone");
        beAway(2);
        pass(2);
        long first = assertUnknown("alice");
        beAway(2);
        long second = assertUnknown("alice");
        // counted from now on, since either backend's clock moves or what is past does
        assertThat(second).isLessThanOrEqualTo(first);
        pass(3);
        assertUnknown("alice");
        pass(1);
        assertThat(info()).isEqualTo(new PresenceInfo(0, null));
        assertThat(told()).containsExactly(join("alice"), leave("alice"));
    }

    @Test
    void who_comes_during_an_outage_that_nobody_was_told_of_joins_and_leaves_as_usual_after_it() {
        came(A, "alice/phone");
        beAway(5);
        came(A, "bob/phone");
        released(A, "bob/phone");
        assertThat(told()).containsExactly(join("alice"), join("bob"));
        pass(3);
        assertUnknown("alice", "bob");
        pass(1);
        assertThat(online()).isEmpty();
        assertThat(told()).hasSize(4);
    }

    @Test
    void nobody_leaves_for_one_ttl_after_a_restart() {
        came(A, "alice/phone", "bob/phone");
        came(B, "bob/laptop");
        restart();
        assertUnknown("alice", "bob");
        renewed(A, "alice/phone");
        pass(3);
        assertUnknown("alice", "bob");
        renewed(A, "alice/phone");
        pass(1);
        assertThat(online()).containsExactly("alice");
        assertThat(info()).isEqualTo(new PresenceInfo(1, null));
        assertThat(told()).containsExactly(join("alice"), join("bob"), leave("bob"));
    }

    @Test
    void after_a_restart_with_nobody_online_everything_is_known_again_after_one_ttl() {
        came(A, "alice/phone");
        released(A, "alice/phone");
        pass(2);
        restart();
        assertThat(online()).isEmpty();
        came(A, "alice/phone");
        assertThat(told()).containsExactly(join("alice"), leave("alice"), join("alice"));
        pass(4);
        assertThat(info()).isEqualTo(new PresenceInfo(0, null));
    }

    private long assertUnknown(String... online) {
        assertThat(online()).containsExactly(online);
        PresenceInfo info = info();
        assertThat(info.online()).isEqualTo(online.length);
        assertThat(info.unknownSince()).isNotNull();
        return info.unknownSince();
    }
}
