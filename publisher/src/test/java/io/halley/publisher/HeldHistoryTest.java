package io.halley.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.Addresses;
import io.halley.shared.bus.InboxNotice;
import io.halley.shared.bus.StoreCommand;
import io.halley.shared.bus.StoreCommand.Follow;
import io.halley.shared.bus.StoreCommand.Read;
import io.halley.shared.bus.StoreCommand.Unfollow;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests for history that wait; whatever ends them, they follow nothing afterwards. */
final class HeldHistoryTest {

    private static final Channel CHANNEL = new Channel("user:1");
    private static final EventId CURSOR = new EventId("aaaaaaaa", 1);
    private static final String EMPTY = "{\"events\":[],\"cursor\":\"aaaaaaaa.1\",\"more\":false}";
    private static final String PATH = "/v1/channels/user:1/events?cursor=aaaaaaaa.1&wait=";

    /** How many events there are after the cursor. */
    private volatile int events;

    /** Before an answer to following: what happens between the first read and that. */
    private volatile Runnable whenFollowed = () -> {};

    private volatile boolean away;

    private final ScriptedStore store = new ScriptedStore(2, this::answer);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void an_event_ends_the_waiting_and_other_notices_do_not() {
        CompletableFuture<HttpResponse<String>> answer = store.send(PATH + "20");
        ScriptedStore.await(() -> store.asked(Read.class).size() == 2);

        store.publish(Addresses.of(CHANNEL), new InboxNotice.Unsure());
        events = 1;
        store.publish(Addresses.of(CHANNEL), new Backlog(CHANNEL, CURSOR, List.of(), CURSOR, CURSOR, null));

        assertThat(answer.join().body()).contains("\"data\":2}],\"cursor\":\"aaaaaaaa.2\",\"more\":false}");
        assertThat(store.asked(Read.class)).hasSize(3);
        assertFollowsNothing(1);
    }

    @Test
    void an_event_that_came_before_the_channel_was_followed_is_not_waited_for() {
        whenFollowed = () -> events = 1;

        assertThat(store.get(PATH + "20", 200).getString("cursor")).isEqualTo("aaaaaaaa.2");
        assertFollowsNothing(1);
    }

    @Test
    void after_its_time_there_is_nothing() {
        long begun = System.nanoTime();

        assertThat(store.get(PATH + "1", 200).encode()).isEqualTo(EMPTY);
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(950_000_000L);
        assertFollowsNothing(1);
    }

    @Test
    void what_is_there_already_is_answered_at_once_and_so_is_who_does_not_wait() {
        assertThat(store.get(PATH + "0", 200).encode()).isEqualTo(EMPTY);
        events = 1;
        assertThat(store.get(PATH + "20", 200).getString("cursor")).isEqualTo("aaaaaaaa.2");
        assertFollowsNothing(0);
    }

    @Test
    void a_client_that_goes_is_forgotten() {
        CompletableFuture<HttpResponse<String>> answer = store.send(PATH + "20");
        ScriptedStore.await(() -> store.countOfHeld() == 1);

        answer.cancel(true);

        assertFollowsNothing(1);
    }

    @Test
    void a_store_that_is_away_is_said() {
        whenFollowed = () -> away = true;

        assertThat(store.get(PATH + "20", 503).getString("detail")).isEqualTo("the disk is full");
        assertFollowsNothing(1);
    }

    @Test
    void above_the_bound_nobody_waits() {
        List<CompletableFuture<HttpResponse<String>>> held = List.of(store.send(PATH + "20"), store.send(PATH + "20"));
        ScriptedStore.await(() -> store.countOfHeld() == 2);

        assertThat(store.get(PATH + "20", 200).encode()).isEqualTo(EMPTY);
        assertThat(store.meters.get("halley_histories_unheld").counter().count())
                .isEqualTo(1);

        store.drain();
        assertThat(held).allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo(EMPTY));
        assertThat(store.get(PATH + "20", 200).encode()).isEqualTo(EMPTY);
        assertFollowsNothing(2);
    }

    /** As often as somebody has followed, it was taken back, each by its own name. */
    private void assertFollowsNothing(int times) {
        ScriptedStore.await(() -> store.countOfHeld() == 0
                && store.asked(Unfollow.class).size()
                        == store.asked(Follow.class).size());
        List<String> followers =
                store.asked(Follow.class).stream().map(Follow::follower).toList();
        assertThat(followers).hasSize(times).doesNotHaveDuplicates();
        assertThat(store.asked(Unfollow.class).stream().map(Unfollow::follower))
                .containsExactlyInAnyOrderElementsOf(followers);
    }

    private Object answer(StoreCommand command) {
        if (command instanceof Follow) {
            whenFollowed.run();
            return away ? new StoreException("the disk is full") : CURSOR;
        } else if (command instanceof Read) {
            return backlog();
        }
        return true;
    }

    private Backlog backlog() {
        EventId next = new EventId("aaaaaaaa", 2);
        Event event = new Event(CHANNEL, next, 9, EventType.MESSAGE, new EventData("2"), null);
        return events == 0
                ? new Backlog(CHANNEL, CURSOR, List.of(), CURSOR, CURSOR, null)
                : new Backlog(CHANNEL, CURSOR, List.of(event), next, next, null);
    }
}
