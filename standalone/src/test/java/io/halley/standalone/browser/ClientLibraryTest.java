package io.halley.standalone.browser;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.halley.standalone.browser.FaultyProxy.Fault;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code client/halley.js} in Chromium, through a proxy that does what proxies do. */
@Tag("browser")
final class ClientLibraryTest {

    private static final String CONNECT =
            """
            async (options) => {
              const { connect } = await import("/halley.js");
              window.seen = {};
              window.states = [];
              const keep = (event) => (seen[event.channel] ??= []).push(event.type === "$gap" ? "gap" : event.data);
              window.connection = connect({
                ...options,
                on: { message: keep, push: keep, $gap: keep },
                onState: (state, problem) => states.push(problem ? `${state} ${problem.status}` : state),
              });
            }""";

    private static Scene scene;

    private Page page;
    private String one;
    private String other;

    @BeforeAll
    static void begin() throws IOException {
        scene = new Scene();
    }

    @AfterAll
    static void end() {
        scene.close();
    }

    @AfterEach
    void leave() {
        scene.proxy().become(Fault.NONE);
        scene.chromium().leave();
    }

    @BeforeEach
    void open(TestInfo test) {
        String name = Integer.toHexString(test.getDisplayName().hashCode())
                + test.getTestMethod().orElseThrow().getName().length();
        one = "public:one-" + name;
        other = "public:other-" + name;
        page = scene.chromium().somebody().newPage();
        page.navigate(scene.address("/chat")); // which may have frames, and waits for somebody to sign in
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse", "poll", "ndjson", "iframe", "ws"})
    void cut_off_again_and_again_it_hands_over_each_event_once_and_in_order(String transport) {
        page.clock().install();
        connect(transport, one, other);
        for (int i = 1; i <= 150; i++) {
            scene.publish(i % 3 == 0 ? other : one, i % 5 == 0 ? "push" : "message", i);
            if (i % 30 == 0) {
                scene.proxy().become(Fault.NONE);
                if (transport.equals("iframe")) {
                    page.clock().fastForward(30_000); // the silence that alone shows a frame that was cut off
                }
            } else if (i % 30 == 20) {
                await("connection.state === 'open'");
            }
        }
        await("seen['%s']?.includes(149) && seen['%s']?.includes(150)".formatted(one, other));
        assertThat(page.evaluate("seen")).isEqualTo(Map.of(one, numbers(false), other, numbers(true)));
        assertThat(page.evaluate("connection.transport")).isEqualTo(transport);
    }

    private static List<Integer> numbers(boolean threes) {
        return IntStream.rangeClosed(1, 150)
                .filter(i -> (i % 3 == 0) == threes)
                .boxed()
                .toList();
    }

    @Test
    void what_a_poll_repeats_is_dropped_also_if_it_is_of_an_older_epoch() {
        List<String> cursors = answerPolls(
                answer("f.3,g.1", event(one, "e.1"), event(one, "e.2"), event(one, "f.3"), event(other, "g.1")),
                answer("f.4,g.2", event(one, "e.2"), event(one, "f.3"), event(one, "f.4"), event(other, "g.2")),
                answer("f.2,g.2", gap(one, "f.1,g.2"), event(one, "f.2")),
                answer("h.5,g.2", event(one, "h.5"), event(other, "g.2")));
        page.evaluate(CONNECT, Map.of("channels", List.of(one, other), "cursor", "start", "transport", "poll"));
        page.waitForCondition(() -> cursors.size() == 5);

        assertThat(cursors).containsExactly("start,start", "f.3,g.1", "f.4,g.2", "f.2,g.2", "h.5,g.2");
        assertThat(page.evaluate("seen"))
                .isEqualTo(
                        Map.of(one, List.of("e.1", "e.2", "f.3", "f.4", "gap", "h.5"), other, List.of("g.1", "g.2")));
    }

    @Test
    void a_stream_that_was_cut_within_a_write_is_resumed_behind_its_last_event() {
        List<String> cursors = answerPolls(answer("e.3,g.1", event(one, "e.2"), event(one, "e.3")));
        AtomicInteger streams = new AtomicInteger();
        String open = "{\"type\":\"$open\",\"data\":{\"cursor\":\"e.0,g.0\"}}";
        String stream = "retry: 10\nid: e.0,g.0\n\nevent: $open\ndata: " + open + "\n\n"
                + Stream.of(event(one, "e.1"), event(other, "g.1"), event(one, "e.2"))
                        .map(event -> "data: " + event + "\n\n")
                        .collect(joining());
        page.route(Pattern.compile("/v1/events.*transport=sse"), route -> {
            Route.FulfillOptions answer = new Route.FulfillOptions().setContentType("text/event-stream");
            route.fulfill(streams.incrementAndGet() < 3 ? answer.setBody(stream) : answer.setStatus(502));
        });
        page.evaluate(CONNECT, Map.of("channels", List.of(one, other), "transport", "sse"));
        page.waitForCondition(() -> !cursors.isEmpty());
        await("seen['%s'].length === 3".formatted(one));

        assertThat(cursors).startsWith("e.2,g.1");
        assertThat(page.evaluate("seen")).isEqualTo(Map.of(one, List.of("e.1", "e.2", "e.3"), other, List.of("g.1")));
    }

    /** Answers the page's polls in turn, then with nothing new; returns the cursors that they come with. */
    private List<String> answerPolls(String... answers) {
        List<String> cursors = new CopyOnWriteArrayList<>();
        page.route(Pattern.compile("/v1/events.*transport=poll"), route -> {
            String query = URI.create(route.request().url()).getQuery();
            Matcher cursor = Pattern.compile("cursor=([^&]*)").matcher(query);
            cursors.add(cursor.find() ? cursor.group(1) : "");
            String last = answer(cursor.group(1));
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(cursors.size() <= answers.length ? answers[cursors.size() - 1] : last));
        });
        return cursors;
    }

    private static String answer(String cursor, String... events) {
        return "{\"events\":[%s],\"cursor\":\"%s\",\"more\":false}".formatted(String.join(",", events), cursor);
    }

    private static String event(String channel, String id) {
        return "{\"channel\":\"%s\",\"id\":\"%s\",\"time\":1,\"type\":\"message\",\"data\":\"%s\"}"
                .formatted(channel, id, id);
    }

    private static String gap(String channel, String cursor) {
        return "{\"channel\":\"%s\",\"type\":\"$gap\",\"data\":{\"channel\":\"%s\",\"cursor\":\"%s\"}}"
                .formatted(channel, channel, cursor);
    }

    @Test
    void a_stream_that_a_502_has_closed_for_good_is_opened_anew() {
        connect("auto", one);
        scene.publish(one, "message", "before");
        await("seen['%s']?.length === 1".formatted(one));
        int refusals = scene.proxy().refusals().size();
        scene.proxy().become(Fault.BAD_GATEWAY);
        scene.publish(one, "message", "meanwhile");
        page.waitForCondition(() -> scene.proxy().refusals().size() >= refusals + 2, soon());
        scene.proxy().become(Fault.NONE);
        page.waitForCondition(() -> page.evaluate("connection.state").equals("open"), soon());
        scene.publish(one, "message", "after");
        await("seen['%s']?.includes('after')".formatted(one));

        assertThat(page.evaluate("seen")).isEqualTo(Map.of(one, List.of("before", "meanwhile", "after")));
        assertThat(page.evaluate("states")).isEqualTo(List.of("open", "waiting", "open"));
        assertThat(page.evaluate("connection.transport")).isEqualTo("sse");
    }

    /** By silence where heartbeats show, else by asking. */
    @ParameterizedTest
    @ValueSource(strings = {"sse", "ndjson", "iframe", "ws"})
    void a_stream_that_died_without_a_sign_is_found_out(String transport) {
        page.clock().install();
        connect(transport, one);
        scene.publish(one, "message", "before");
        await("seen['%s']?.length === 1".formatted(one));
        scene.proxy().forgetStreams();
        scene.publish(one, "message", "missed");
        page.clock().fastForward(80_000);
        await("seen['%s'].includes('missed')".formatted(one));
        scene.publish(one, "message", "after");
        await("seen['%s'].includes('after')".formatted(one));

        assertThat(page.evaluate("seen")).isEqualTo(Map.of(one, List.of("before", "missed", "after")));
        assertThat(page.evaluate("connection.transport")).isEqualTo(transport);
    }

    @Test
    void a_stream_that_a_proxy_holds_back_gives_way_to_polls() {
        page.clock().install();
        scene.proxy().become(Fault.HOLDS_STREAMS);
        scene.publish(one, "message", "past");
        page.waitForRequest(
                Pattern.compile("transport=sse"),
                () -> page.evaluate(CONNECT, Map.of("channels", List.of(one), "cursor", "last:1")));
        page.clock().fastForward(4_000);
        assertThat(page.evaluate("connection.state")).isEqualTo("connecting");
        page.clock().fastForward(1_000);
        await("connection.state === 'open'");
        scene.publish(one, "message", "now");
        await("seen['%s']?.includes('now')".formatted(one));

        assertThat(page.evaluate("seen")).isEqualTo(Map.of(one, List.of("past", "now")));
        assertThat(page.evaluate("connection.transport")).isEqualTo("poll");
    }

    @Test
    void it_comes_back_no_sooner_than_the_server_wants() {
        connect("poll", one);
        int refusals = scene.proxy().refusals().size();
        scene.proxy().become(Fault.OVERLOADED);
        page.waitForCondition(() -> scene.proxy().refusals().size() >= refusals + 3);
        List<Long> times = scene.proxy().refusals().subList(refusals, refusals + 3);
        assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(FaultyProxy.RETRY_AFTER_SECONDS * 1000L);
        assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(FaultyProxy.RETRY_AFTER_SECONDS * 1000L);

        scene.proxy().become(Fault.NONE);
        await("connection.state === 'open' && states.length === 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "ndjson", "iframe", "ws"})
    void who_may_not_is_told_so_and_why(String transport) {
        page.evaluate(CONNECT, Map.of("channels", List.of("user:somebody"), "transport", transport));
        await("connection.state === 'refused'");
        assertThat(page.evaluate("states.at(-1)")).isEqualTo("refused 401");
    }

    @Test
    void a_later_connection_goes_on_where_an_earlier_one_was_closed() {
        connect("sse", one, other);
        scene.publish(one, "message", 1);
        await("seen['%s']?.length === 1".formatted(one));
        Object cursor = page.evaluate("(connection.close(), connection.cursor)");
        scene.publish(other, "message", 2);
        scene.publish(one, "message", 3);
        page.evaluate(CONNECT, Map.of("channels", List.of(one, other), "cursor", cursor, "transport", "poll"));
        await("seen['%s'] && seen['%s']".formatted(one, other));

        assertThat(page.evaluate("seen")).isEqualTo(Map.of(one, List.of(3), other, List.of(2)));
    }

    @Test
    void a_handler_that_throws_is_heard_of_and_stops_nothing() {
        page.evaluate(
                """
                async (channel) => {
                  const { connect } = await import("/halley.js");
                  window.seen = [];
                  window.broken = [];
                  addEventListener("error", (event) => (broken.push(event.message), event.preventDefault()));
                  const message = (event) => {
                    seen.push(event.data);
                    throw new Error(`no ${event.data}`);
                  };
                  window.connection = connect({ channels: [channel], transport: "poll", on: { message } });
                }""",
                one);
        await("connection.state === 'open'");
        scene.publish(one, "message", 1);
        scene.publish(one, "message", 2);
        await("broken.length === 2");
        assertThat(page.evaluate("seen")).isEqualTo(List.of(1, 2));
        assertThat(page.evaluate("broken")).isEqualTo(List.of("Uncaught Error: no 1", "Uncaught Error: no 2"));
    }

    private void connect(String transport, String... channels) {
        page.evaluate(CONNECT, Map.of("channels", List.of(channels), "transport", transport));
        await("connection.state === 'open'");
    }

    /** Sooner than the browser is left alone with a stream. */
    private static Page.WaitForConditionOptions soon() {
        return new Page.WaitForConditionOptions().setTimeout(10_000);
    }

    private void await(String condition) {
        page.waitForCondition(() -> page.evaluate("Boolean(" + condition + ")").equals(true));
    }
}
