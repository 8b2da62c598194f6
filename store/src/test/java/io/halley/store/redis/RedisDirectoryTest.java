package io.halley.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.bus.AppendOutcome.Conflict;
import io.halley.shared.bus.AppendOutcome.NotAttempted;
import io.halley.shared.bus.ChannelInfo;
import io.halley.shared.bus.Page;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.store.fixture.RedisServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Channels whose names are in the directory, and whose logs may be there or not. */
@Tag("redis")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisDirectoryTest {

    private static final Channel LOBBY = new Channel("chat:lobby");

    private final Vertx vertx = Vertx.vertx();
    private final RedisServer redis = new RedisServer();
    private final DirectCommands commands = new DirectCommands(vertx, redis.url());
    private RedisDirectory directory = new RedisDirectory(commands);

    @BeforeEach
    void empty() {
        redis.cli("FLUSHALL");
        directory = new RedisDirectory(commands);
    }

    @AfterAll
    void end() {
        vertx.close().await();
        redis.close();
    }

    @Test
    void describes_a_log_by_the_epochs_of_its_first_and_its_last_event() {
        haveLog(LOBBY, 3, 5, "oldepoch:1,midepoch:4,newepoch:5");
        assertThat(describe(LOBBY))
                .contains(new ChannelInfo(LOBBY, new EventId("oldepoch", 3), new EventId("newepoch", 5), 3, 77, 0));
        haveLog(LOBBY, 3, 4, "oldepoch:1,midepoch:4,newepoch:5");
        assertThat(describe(LOBBY).orElseThrow().head()).isEqualTo(new EventId("midepoch", 4));
        assertThat(describe(new Channel("chat:other"))).isEmpty();
        redis.cli("HSET", Keys.meta(LOBBY), "head", "1");
        assertThat(describe(LOBBY)).as("a log with metadata from before").isEmpty();
    }

    @Test
    void lists_by_prefix_in_the_order_of_bytes_and_a_page_at_a_time() {
        List<String> names = List.of("chat:A", "chat:a", "chat:a:b", "chat:aa", "public:a");
        for (String name : names) {
            haveLog(new Channel(name), 1, 1, "epoch001:1");
            commands.on(() -> directory.add(new Channel(name)));
        }
        assertThat(names(list("", null, 10))).isEqualTo(names);
        Page<ChannelInfo> page = list("chat:a", null, 2);
        assertThat(names(page)).containsExactly("chat:a", "chat:a:b");
        Page<ChannelInfo> last = list("chat:a", page.next(), 2);
        assertThat(names(last)).containsExactly("chat:aa");
        assertThat(last.next()).isNull();
        assertThat(names(list("public", "chat:z", 10))).containsExactly("public:a");
    }

    @Test
    void forgets_names_whose_log_is_gone_and_leads_on_over_them() {
        List<String> names =
                IntStream.range(1_000, 2_200).mapToObj(i -> "chat:" + i).toList();
        names.forEach(name -> redis.cli("ZADD", Keys.CHANNELS, "0", name));
        haveLog(new Channel("chat:2199"), 1, 1, "epoch001:1");
        redis.cli("HSET", Keys.meta(new Channel("chat:1000")), "epochs", "epoch009:2", "head", "1");
        Page<ChannelInfo> page = list("", null, 1_000);
        assertThat(page.items()).isEmpty();
        assertThat(names(list("", page.next(), 1_000))).containsExactly("chat:2199");
        // answered after the forgetting that nobody waits for, on the same connection
        assertThat(list("", "chat:2199", 1).items()).isEmpty();
        assertThat(redis.cli("ZRANGE", Keys.CHANNELS, "0", "-1")).isEqualTo("chat:1000\nchat:2199");
    }

    @Test
    void a_log_without_events_is_not_shown_and_nobody_tries_to_forget_it() {
        redis.cli("ZADD", Keys.CHANNELS, "0", "user:a", "0", "user:b");
        redis.cli("HSET", Keys.meta(new Channel("user:a")), "epochs", "epoch001:1", "head", "1", "bytes", "0");
        haveLog(new Channel("user:b"), 1, 1, "epoch001:1");
        List<Script> ran = new ArrayList<>();
        RedisDirectory watched = new RedisDirectory((script, keys, arguments) -> {
            ran.add(script);
            return commands.run(script, keys, arguments);
        });
        assertThat(names(commands.on(() -> watched.list("", null, 10)))).containsExactly("user:b");
        assertThat(ran).containsExactly(Script.CHANNELS_LIST, Script.DESCRIBE, Script.DESCRIBE);
        assertThat(describe(new Channel("user:a"))).isEmpty();
    }

    @Test
    void names_whose_log_is_gone_do_not_pile_up_while_others_are_added() {
        for (int i = 0; i < 3_000; i++) {
            Channel channel = new Channel("chat:" + i);
            commands.on(() -> directory.add(channel));
        }
        assertThat(Integer.parseInt(redis.cli("ZCARD", Keys.CHANNELS))).isBetween(1, 100);
    }

    @Test
    void adds_a_channel_with_its_first_append_and_with_that_of_every_epoch() {
        haveLog(LOBBY, 1, 1, "epoch001:1");
        appended("epoch001", false);
        assertThat(isWrittenDown()).isTrue();
        redis.cli("DEL", Keys.CHANNELS);
        appended("epoch001", false);
        appended("epoch002", true);
        assertThat(isWrittenDown()).isFalse();
        appended("epoch002", false);
        assertThat(isWrittenDown()).isTrue();
        commands.beAway(true);
        appended("epoch003", false);
        commands.beAway(false);
        redis.cli("DEL", Keys.CHANNELS);
        assertThat(isWrittenDown()).isFalse();
        appended("epoch003", false);
        assertThat(isWrittenDown()).isTrue();
    }

    @Test
    void adds_a_channel_whose_first_append_ended_with_a_conflict() {
        haveLog(LOBBY, 1, 1, "epoch001:1");
        commands.on(() -> {
            directory.appended(
                    LOBBY,
                    List.of(new Appended(new EventId("epoch001", 1), 1, false), new Conflict(), new NotAttempted()));
            return Future.succeededFuture();
        });
        assertThat(isWrittenDown()).isTrue();
    }

    @Test
    void says_which_channel_it_can_not_describe() {
        commands.on(() -> directory.add(LOBBY));
        redis.cli("SET", Keys.meta(LOBBY), "a string");
        assertThatThrownBy(() -> list("", null, 10))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("channel chat:lobby: ")
                .hasMessageContaining("WRONGTYPE");
    }

    private void appended(String epoch, boolean replayed) {
        List<AppendOutcome> outcomes = new ArrayList<>();
        outcomes.add(new Appended(new EventId(epoch, 1), 1, replayed));
        commands.on(() -> {
            directory.appended(LOBBY, outcomes);
            return Future.succeededFuture();
        });
    }

    private boolean isWrittenDown() {
        // answered after what was sent before, on the same connection
        return !list("", null, 1).items().isEmpty();
    }

    private void haveLog(Channel channel, int first, int head, String epochs) {
        redis.cli("DEL", Keys.log(channel));
        for (int offset = first; offset <= head; offset++) {
            redis.cli("XADD", Keys.log(channel), offset + "-0", "data", "1");
        }
        redis.cli("HSET", Keys.meta(channel), "epochs", epochs, "head", Integer.toString(head), "bytes", "77");
    }

    private Optional<ChannelInfo> describe(Channel channel) {
        return commands.on(() -> directory.describe(channel));
    }

    private Page<ChannelInfo> list(String prefix, @Nullable String after, int limit) {
        return commands.on(() -> directory.list(prefix, after, limit));
    }

    private static List<String> names(Page<ChannelInfo> page) {
        return page.items().stream().map(info -> info.channel().name()).toList();
    }
}
