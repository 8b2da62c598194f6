package io.halley.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.Page;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.UserId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every backend has to do with users. */
abstract class UserContract extends BackendTest {

    UserContract(Fixture fixture) {
        super(fixture);
    }

    @Test
    void keeps_who_signed_in_with_the_first_and_the_last_time() {
        store().signIn("alice");
        UserInfo first = find("alice");
        assertThat(first.lastSeen()).isEqualTo(first.firstSeen());
        store().signIn("alice");
        assertThat(find("alice").firstSeen()).isEqualTo(first.firstSeen());
        restart();
        assertThat(find("alice").firstSeen()).isEqualTo(first.firstSeen());
        assertThat(store().on(() -> store().backend().users().find(new UserId("bob"))))
                .isEmpty();
    }

    @Test
    void a_user_is_online_when_held_and_not_by_signing_in() {
        store().signIn("alice");
        UserInfo before = find("alice");
        assertThat(before.online()).isFalse();
        assertThat(before.devices()).isEmpty();
        assertThat(list(true, "", null, 10).items()).isEmpty();
        hold("alice");
        UserInfo alice = find("alice");
        assertThat(alice.online()).isTrue();
        assertThat(alice.lastSeen()).isGreaterThanOrEqualTo(before.lastSeen());
        assertThat(alice.firstSeen()).isEqualTo(before.firstSeen());
        assertThat(alice.devices()).hasSize(1);
        assertThat(list(true, "", null, 10).items())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("lastSeen")
                .containsExactly(alice);
    }

    @Test
    void writes_down_who_is_held_and_never_signed_in() {
        store().signIn("alice");
        hold("alice", "stranger");
        UserInfo stranger = find("stranger");
        assertThat(stranger.firstSeen()).isGreaterThan(0).isLessThanOrEqualTo(stranger.lastSeen());
        assertThat(list(false, "", null, 10).items()).hasSize(2);
        assertThat(list(true, "", null, 10).items()).hasSize(2);
    }

    @Test
    void lists_by_prefix_in_order_and_a_page_at_a_time() {
        for (String user : List.of("a1", "a2", "a3", "b1", "A1", "a")) {
            store().signIn(user);
        }
        Page<UserInfo> page = list(false, "a", null, 2);
        assertThat(page.items()).extracting(info -> info.user().value()).containsExactly("a", "a1");
        Page<UserInfo> rest = list(false, "a", page.next(), 2);
        assertThat(rest.items()).extracting(info -> info.user().value()).containsExactly("a2", "a3");
        assertThat(rest.next()).isNull();
        hold("b1", "a2", "a");
        Page<UserInfo> online = list(true, "a", null, 1);
        assertThat(online.items()).extracting(info -> info.user().value()).containsExactly("a");
        Page<UserInfo> others = list(true, "a", online.next(), 1);
        assertThat(others.items()).extracting(info -> info.user().value()).containsExactly("a2");
        assertThat(others.next()).isNull();
        assertThat(list(true, "c", null, 10).items()).isEmpty();
    }

    private void hold(String... users) {
        store().hold(Stream.of(users).map(UserId::new).toList());
    }

    private UserInfo find(String user) {
        return store().on(() -> store().backend().users().find(new UserId(user)))
                .orElseThrow();
    }

    private Page<UserInfo> list(boolean online, String prefix, @Nullable String after, int limit) {
        return store().on(() -> store().backend().users().list(online, prefix, after, limit));
    }
}
