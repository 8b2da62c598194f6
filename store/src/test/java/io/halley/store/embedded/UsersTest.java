package io.halley.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.Page;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.UserId;
import io.halley.store.OpenStore;
import io.halley.store.spi.UserDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many users, and who of them is online. */
final class UsersTest {

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path temporary = Path.of("");

    private TestFolder folder = new TestFolder(vertx, temporary);

    @BeforeEach
    void begin() {
        folder = new TestFolder(vertx, temporary.resolve("data"));
    }

    @AfterEach
    void end() {
        vertx.close().await();
    }

    @Test
    void a_user_is_online_for_less_than_thirty_seconds_after_being_seen() {
        OpenStore store = folder.open();
        store.signIn("alice");
        store.signIn("bob");
        assertThat(online(store)).isEmpty();
        seen(store, "alice", "bob");
        folder.clock.addAndGet(29_999);
        assertThat(online(store)).containsExactly("alice", "bob");
        seen(store, "alice");
        folder.clock.addAndGet(1);
        assertThat(online(store)).containsExactly("alice");
        assertThat(store.user("bob").orElseThrow().online()).isFalse();
        store.close();
        OpenStore again = folder.open();
        assertThat(online(again)).isEmpty();
        assertThat(again.user("alice").orElseThrow().lastSeen()).isEqualTo(folder.clock.get() - 1);
        again.close();
    }

    @Test
    void a_hundred_thousand_users_sign_in_and_are_listed_without_holding_anything_up() {
        OpenStore store = folder.open();
        Set<UserId> users =
                IntStream.range(0, 100_000).mapToObj(i -> new UserId("u" + i)).collect(Collectors.toSet());
        signInAll(store, users);
        Page<UserInfo> last = page(store.users(), store, "u99999", null);
        assertThat(last.items()).hasSize(1);
        int listed = 0;
        String after = null;
        long longest = 0;
        do {
            long begun = System.nanoTime();
            Page<UserInfo> page = page(store.users(), store, "", after);
            longest = Math.max(longest, System.nanoTime() - begun);
            listed += page.items().size();
            after = page.next();
        } while (after != null);
        assertThat(listed).isEqualTo(100_000);
        assertThat(longest / 1_000_000).as("ms that the slowest page took").isLessThan(500);
        store.hold(users);
        assertThat(online(store)).hasSize(1_000);
        folder.clock.addAndGet(30_000);
        assertThat(online(store)).isEmpty();
        store.close();
        OpenStore again = folder.open();
        assertThat(again.user("u77777")).isPresent();
        again.close();
    }

    private static void seen(OpenStore store, String... users) {
        store.hold(Stream.of(users).map(UserId::new).toList());
    }

    private static void signInAll(OpenStore store, Set<UserId> users) {
        var batches = new ArrayList<>(users);
        for (int from = 0; from < batches.size(); from += 5_000) {
            var batch = batches.subList(from, from + 5_000);
            store.on(() -> Future.all(
                    batch.stream().map(user -> store.users().signIn(user)).toList()));
        }
    }

    private static Page<UserInfo> page(UserDirectory users, OpenStore store, String prefix, @Nullable String after) {
        return store.on(() -> users.list(false, prefix, after, 1_000));
    }

    private static List<String> online(OpenStore store) {
        return store.on(() -> store.users().list(true, "", null, 1_000)).items().stream()
                .map(info -> info.user().value())
                .toList();
    }
}
