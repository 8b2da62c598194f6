package io.halley.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.halley.standalone.browser.FaultyProxy.Fault;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code client/halley.js} in Chromium, through a proxy that does what proxies do. */
@Tag("browser")
final class ClientLibraryTest {

    @RegisterExtension
    private static final Scene scene = new Scene();

    private ClientPage client;
    private Page page;
    private String one;
    private String other;

    @BeforeEach
    void open(TestInfo test) {
        String name = Integer.toHexString(test.getDisplayName().hashCode())
                + test.getTestMethod().orElseThrow().getName().length();
        one = "public:one-" + name;
        other = "public:other-" + name;
        client = ClientPage.open(scene);
        page = client.page();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse", "poll", "ndjson", "iframe", "ws"})
    void cut_off_again_and_again_it_hands_over_each_event_once_and_in_order(String transport) {
        page.clock().install();
        client.connect(transport, one, other);
        for (int i = 1; i <= 150; i++) {
            scene.publish(i % 3 == 0 ? other : one, i % 5 == 0 ? "push" : "message", i);
            if (i % 30 == 0) {
                scene.proxy().become(Fault.NONE);
                if (transport.equals("iframe")) {
                    awaitNoticedBySilence();
                }
            } else if (i % 30 == 20) {
                client.await("connection.state === 'open'");
            }
        }
        client.await("seen['%s']?.includes(149) && seen['%s']?.includes(150)".formatted(one, other));
        assertThat(client.evaluate("seen")).isEqualTo(Map.of(one, numbers(false), other, numbers(true)));
        assertThat(client.evaluate("connection.transport")).isEqualTo(transport);
    }

    /** It alone shows that a frame was cut off, and begins anew with what was under way to the page then. */
    private void awaitNoticedBySilence() {
        Object before = client.evaluate("states.length");
        page.waitForCondition(() -> {
            page.clock().fastForward(30_000);
            return !client.evaluate("states.length").equals(before);
        });
    }

    private static List<Integer> numbers(boolean threes) {
        return IntStream.rangeClosed(1, 150)
                .filter(i -> (i % 3 == 0) == threes)
                .boxed()
                .toList();
    }

    @Test
    void a_stream_that_a_502_has_closed_for_good_is_opened_anew() {
        client.connect("auto", one);
        scene.publish(one, "message", "before");
        client.await("seen['%s']?.length === 1".formatted(one));
        int refusals = scene.proxy().refusals().size();
        scene.proxy().become(Fault.BAD_GATEWAY);
        scene.publish(one, "message", "meanwhile");
        page.waitForCondition(() -> scene.proxy().refusals().size() >= refusals + 2, soon());
        scene.proxy().become(Fault.NONE);
        page.waitForCondition(() -> client.evaluate("connection.state").equals("open"), soon());
        scene.publish(one, "message", "after");
        client.await("seen['%s']?.includes('after')".formatted(one));

        assertThat(client.evaluate("seen")).isEqualTo(Map.of(one, List.of("before", "meanwhile", "after")));
        assertThat(client.evaluate("states")).isEqualTo(List.of("open", "waiting", "open"));
        assertThat(client.evaluate("connection.transport")).isEqualTo("sse");
    }

    /** By silence where heartbeats show, else by asking. */
    @ParameterizedTest
    @ValueSource(strings = {"sse", "ndjson", "iframe", "ws"})
    void a_stream_that_died_without_a_sign_is_found_out(String transport) {
        page.clock().install();
        client.connect(transport, one);
        scene.publish(one, "message", "before");
        client.await("seen['%s']?.length === 1".formatted(one));
        scene.proxy().forgetStreams();
        scene.publish(one, "message", "missed");
        page.clock().fastForward(80_000);
        client.await("seen['%s'].includes('missed')".formatted(one));
        scene.publish(one, "message", "after");
        client.await("seen['%s'].includes('after')".formatted(one));

        assertThat(client.evaluate("seen")).isEqualTo(Map.of(one, List.of("before", "missed", "after")));
        assertThat(client.evaluate("connection.transport")).isEqualTo(transport);
    }

    @Test
    void a_stream_that_a_proxy_holds_back_gives_way_to_polls() {
        page.clock().install();
        // from then on no time passes but by the test's own word
        page.clock().pauseAt(System.currentTimeMillis() + 60_000);
        scene.proxy().become(Fault.HOLDS_STREAMS);
        scene.publish(one, "message", "past");
        page.waitForRequest(
                Pattern.compile("transport=sse"),
                () -> client.connect(Map.of("channels", List.of(one), "cursor", "last:1")));
        page.clock().fastForward(4_000);
        assertThat(client.evaluate("connection.state")).isEqualTo("connecting");
        page.clock().fastForward(1_000);
        client.await("connection.state === 'open'");
        scene.publish(one, "message", "now");
        client.await("seen['%s']?.includes('now')".formatted(one));

        assertThat(client.evaluate("seen")).isEqualTo(Map.of(one, List.of("past", "now")));
        assertThat(client.evaluate("connection.transport")).isEqualTo("poll");
    }

    @Test
    void it_comes_back_no_sooner_than_the_server_wants() {
        client.connect("poll", one);
        int refusals = scene.proxy().refusals().size();
        scene.proxy().become(Fault.OVERLOADED);
        page.waitForCondition(() -> scene.proxy().refusals().size() >= refusals + 3);
        List<Long> times = scene.proxy().refusals().subList(refusals, refusals + 3);
        assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(FaultyProxy.RETRY_AFTER_SECONDS * 1000L);
        assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(FaultyProxy.RETRY_AFTER_SECONDS * 1000L);

        scene.proxy().become(Fault.NONE);
        client.await("connection.state === 'open' && states.length === 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "ndjson", "iframe", "ws"})
    void who_may_not_is_told_so_and_why(String transport) {
        client.connect(Map.of("channels", List.of("user:somebody"), "transport", transport));
        client.await("connection.state === 'refused'");
        assertThat(client.evaluate("states.at(-1)")).isEqualTo("refused 401");
    }

    @Test
    void a_later_connection_goes_on_where_an_earlier_one_was_closed() {
        client.connect("sse", one, other);
        scene.publish(one, "message", 1);
        client.await("seen['%s']?.length === 1".formatted(one));
        Object cursor = page.evaluate("(connection.close(), connection.cursor)");
        scene.publish(other, "message", 2);
        scene.publish(one, "message", 3);
        client.connect(Map.of("channels", List.of(one, other), "cursor", cursor, "transport", "poll"));
        client.await("seen['%s'] && seen['%s']".formatted(one, other));

        assertThat(client.evaluate("seen")).isEqualTo(Map.of(one, List.of(3), other, List.of(2)));
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
        client.await("connection.state === 'open'");
        scene.publish(one, "message", 1);
        scene.publish(one, "message", 2);
        client.await("broken.length === 2");
        assertThat(client.evaluate("seen")).isEqualTo(List.of(1, 2));
        assertThat(client.evaluate("broken")).isEqualTo(List.of("Uncaught Error: no 1", "Uncaught Error: no 2"));
    }

    /** Sooner than the browser is left alone with a stream. */
    private static Page.WaitForConditionOptions soon() {
        return new Page.WaitForConditionOptions().setTimeout(10_000);
    }
}
