package io.halley.standalone.browser;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where {@code client/halley.js} goes on, and what it drops: by answers that no server of ours would give in a row. */
@Tag("browser")
final class ClientCursorTest {

    private static final String ONE = "public:one";
    private static final String OTHER = "public:other";

    @RegisterExtension
    private static final Scene scene = new Scene();

    private ClientPage client;
    private Page page;

    @BeforeEach
    void open() {
        client = ClientPage.open(scene);
        page = client.page();
    }

    @Test
    void what_a_poll_repeats_is_dropped_also_if_it_is_of_an_older_epoch() {
        List<String> cursors = answerPolls(
                answer("f.3,g.1", event(ONE, "e.1"), event(ONE, "e.2"), event(ONE, "f.3"), event(OTHER, "g.1")),
                answer("f.4,g.2", event(ONE, "e.2"), event(ONE, "f.3"), event(ONE, "f.4"), event(OTHER, "g.2")),
                answer("f.2,g.2", gap(ONE, "f.1,g.2"), event(ONE, "f.2")),
                answer("h.5,g.2", event(ONE, "h.5"), event(OTHER, "g.2")));
        client.connect(Map.of("channels", List.of(ONE, OTHER), "cursor", "start", "transport", "poll"));
        page.waitForCondition(() -> cursors.size() == 5);

        assertThat(cursors).containsExactly("start,start", "f.3,g.1", "f.4,g.2", "f.2,g.2", "h.5,g.2");
        assertThat(client.evaluate("seen"))
                .isEqualTo(
                        Map.of(ONE, List.of("e.1", "e.2", "f.3", "f.4", "gap", "h.5"), OTHER, List.of("g.1", "g.2")));
    }

    @Test
    void a_stream_that_was_cut_within_a_write_is_resumed_behind_its_last_event() {
        List<String> cursors = answerPolls(answer("e.3,g.1", event(ONE, "e.2"), event(ONE, "e.3")));
        AtomicInteger streams = new AtomicInteger();
        String open = "{\"type\":\"$open\",\"data\":{\"cursor\":\"e.0,g.0\"}}";
        String stream = "retry: 10\nid: e.0,g.0\n\nevent: $open\ndata: " + open + "\n\n"
                + Stream.of(event(ONE, "e.1"), event(OTHER, "g.1"), event(ONE, "e.2"))
                        .map(event -> "data: " + event + "\n\n")
                        .collect(joining());
        page.route(Pattern.compile("/v1/events.*transport=sse"), route -> {
            Route.FulfillOptions answer = new Route.FulfillOptions().setContentType("text/event-stream");
            route.fulfill(streams.incrementAndGet() < 3 ? answer.setBody(stream) : answer.setStatus(502));
        });
        client.connect(Map.of("channels", List.of(ONE, OTHER), "transport", "sse"));
        page.waitForCondition(() -> !cursors.isEmpty());
        client.await("seen['%s'].length === 3".formatted(ONE));

        assertThat(cursors).startsWith("e.2,g.1");
        assertThat(client.evaluate("seen")).isEqualTo(Map.of(ONE, List.of("e.1", "e.2", "e.3"), OTHER, List.of("g.1")));
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
}
