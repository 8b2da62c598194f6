package io.halley.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.Page;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.Channel;
import io.halley.shared.event.UserId;
import io.halley.store.OpenStore;
import io.halley.store.spi.UserDirectory;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many users, and who of them is online. */
final class UsersTest extends FolderTest {

    @Test
    void a_hundred_thousand_users_sign_in_are_listed_come_and_go_without_holding_anything_up() throws Exception {
        OpenStore store = folder.open();
        Set<UserId> users =
                IntStream.range(0, 100_000).mapToObj(i -> new UserId("u" + i)).collect(Collectors.toSet());
        signInAll(store, users);
        Page<UserInfo> last = page(store.users(), store, "u99999", null);
        assertThat(last.items()).hasSize(1);
        assertThat(Turns.longest(store, () -> assertThat(countAll(store)).isEqualTo(100_000)))
                .as("ms that the slowest page took")
                .isLessThan(250);
        long longestTurn = Turns.longest(store, () -> {
            store.hold(users);
            assertThat(online(store)).hasSize(1_000);
            folder.clock.addAndGet(15_000);
            folder.eventually(() -> online(store).isEmpty());
        });
        assertThat(longestTurn).as("ms that a turn took").isLessThan(250);
        assertThat(store.append(Channel.PRESENCE, "1").offset()).isEqualTo(200_001);
        store.close();
        OpenStore again = folder.open();
        assertThat(again.user("u77777")).isPresent();
        again.close();
    }

    /** A page at a time. */
    private static int countAll(OpenStore store) {
        int listed = 0;
        String after = null;
        do {
            Page<UserInfo> page = page(store.users(), store, "", after);
            listed += page.items().size();
            after = page.next();
        } while (after != null);
        return listed;
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
