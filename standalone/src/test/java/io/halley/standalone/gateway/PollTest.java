package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PollTest {

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

    @Test
    void without_wait_it_is_answered_at_once() {
        String id = halley.publish("public:at-once", "1").getString("id");
        long start = System.nanoTime();
        HttpResponse<String> answer = halley.get("/v1/events?channel=public:at-once&wait=0");
        assertThat(Poll.of(answer)).isEqualTo(new Poll(List.of(), id, false));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Vary")).contains("Accept, Origin");
    }

    /** A poll has but one turn; whoever always came second would never be heard while the first one is busy. */
    @Test
    void a_busy_channel_does_not_starve_the_others() {
        for (int i = 0; i < 3; i++) {
            halley.publish("public:busy", "1");
        }
        String quiet = halley.publish("public:quiet", "2").getString("id");
        for (int poll = 0; poll < 64; poll++) {
            HttpResponse<String> answer =
                    halley.get("/v1/events?channel=public:busy&channel=public:quiet&cursor=0.0,0.0&limit=1&wait=0");
            if (Poll.of(answer).events().get(0).getString("id").equals(quiet)) {
                return;
            }
        }
        throw new AssertionError("64 polls, and never the quiet one");
    }

    @Test
    void it_is_held_until_something_comes_and_then_answered_with_just_that() throws Exception {
        String id = halley.publish("public:held", "1").getString("id");
        try (RawConnection connection = new RawConnection(halley.gateway()).patience(Duration.ofSeconds(20))) {
            // the head of the log, so that it is held; a second channel, so that either one may end it
            connection.get("/v1/events?channel=public:held&channel=public:other&wait=60&cursor=" + id + ",0.0");
            Await.subscribers(halley, "public:held", 1);
            String other = halley.publish("public:other", "2").getString("id");
            Poll poll = Poll.of(connection.readAnswer().body());
            assertThat(poll.events()).extracting(event -> event.getString("id")).containsExactly(other);
            assertThat(poll.cursor()).isEqualTo(id + "," + other);
            // the connection serves the next one
            connection.get("/v1/events?channel=public:held&channel=public:other&wait=60&cursor=" + poll.cursor());
            Await.subscribers(halley, "public:held", 1);
            String next = halley.publish("public:held", "3").getString("id");
            assertThat(Poll.of(connection.readAnswer().body()).events())
                    .extracting(event -> event.getString("id"))
                    .containsExactly(next);
        }
    }

    @Test
    void when_nothing_comes_it_is_answered_empty_after_its_time_with_the_same_cursor() {
        String id = halley.publish("public:silent", "1").getString("id");
        long start = System.nanoTime();
        Poll poll = Poll.of(halley, "channel=public:silent&wait=1&cursor=" + id);
        Duration held = Duration.ofNanos(System.nanoTime() - start);
        assertThat(poll).isEqualTo(new Poll(List.of(), id, false));
        assertThat(held).isBetween(Duration.ofMillis(700), Duration.ofSeconds(5));
    }

    @Test
    void a_limit_cuts_the_answer_and_more_says_so() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(halley.publish("public:limit", Integer.toString(i)).getString("id"));
        }
        List<Boolean> more = new ArrayList<>();
        List<String> read = new ArrayList<>();
        String cursor = "start";
        for (int i = 0; i < 3; i++) {
            Poll poll = Poll.of(halley, "channel=public:limit&limit=2&wait=20&cursor=" + cursor);
            assertThat(poll.events()).hasSizeLessThanOrEqualTo(2);
            poll.events().forEach(event -> read.add(event.getString("id")));
            more.add(poll.more());
            cursor = poll.cursor();
        }
        assertThat(read).isEqualTo(ids);
        assertThat(more).containsExactly(true, true, false);
    }

    @Test
    void an_answer_holds_at_most_a_thousand_events_or_a_mebibyte() {
        String entry = "{\"channel\":\"public:many\",\"data\":1},";
        for (int i = 0; i < 3; i++) {
            publish(entry.repeat(i < 2 ? 499 : 100));
        }
        assertThat(Poll.of(halley, "channel=public:many&cursor=last:1000&wait=0")
                        .events())
                .hasSize(1000);
        String large = "{\"channel\":\"public:large\",\"data\":\"" + "x".repeat(60_000) + "\"},";
        publish(large.repeat(15));
        publish(large.repeat(15));
        HttpResponse<String> answer = halley.get("/v1/events?channel=public:large&cursor=start&wait=0");
        assertThat(answer.body().length()).isBetween(900_000, 1024 * 1024 + 1024);
        assertThat(Poll.of(answer).more()).isTrue();
        assertThat(Poll.all(halley, "channel=public:large", "start")).hasSize(30);
        assertThat(Poll.all(halley, "channel=public:large&channel=public:many", "start"))
                .extracting(event -> event.getString("id"))
                .doesNotHaveDuplicates()
                .hasSize(30 + 1000);
    }

    private static void publish(String entries) {
        HttpResponse<String> answer =
                halley.postAsBackEnd("/v1/batch", "[" + entries.substring(0, entries.length() - 1) + "]");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("urn:problem-type");
    }
}
