package io.halley.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code client/halley.js} does for inboxes. */
@Tag("browser")
final class InboxClientTest {

    private static final String CONNECT =
            """
            async (options) => {
              const { connect } = await import("/halley.js");
              window.heard = [];
              const keep = ({ type, data, id }) => heard.push(type.startsWith("$") ? `${type} ${data.unread}` : id);
              window.connection = connect({ ...options, on: { message: keep, $inbox: keep, $read: keep } });
            }""";

    @RegisterExtension
    private static final Scene scene = new Scene();

    @ParameterizedTest
    @ValueSource(strings = {"sse", "poll"})
    void hears_how_the_inbox_stands_and_says_what_has_arrived(String transport) {
        String user = "inbox-" + transport;
        String channel = "user:" + user;
        Page page = scene.chromium().somebody().newPage();
        page.navigate(scene.address("/"));
        page.evaluate("(user) => fetch('/v1/session', { method: 'POST', body: JSON.stringify({ user }) })", user);
        List<String> acknowledged = new CopyOnWriteArrayList<>();
        List<String> polled = new CopyOnWriteArrayList<>();
        page.onRequest(request -> keep(request, acknowledged, polled));
        Object options = Map.of(
                "channels",
                List.of(channel, "users"),
                "user",
                user,
                "cursor",
                "start",
                "transport",
                transport,
                "acknowledge",
                true);
        // it acknowledges when the test says so
        page.evaluate(
                """
                Math.random = () => 0;
                var due = [], set = setTimeout;
                window.setTimeout = (task, ms) => (ms === 2_000 ? due.push(task) : set(task, ms));
                """);
        page.evaluate(CONNECT, options);
        await(page, "heard.includes('$inbox 0')");

        String first = scene.halley().publish(channel, "1").getString("id");
        String second = scene.halley().publish(channel, "2").getString("id");
        await(page, "heard.includes('" + second + "')");
        page.evaluate(
                "([user, id]) => fetch(`/v1/inbox/read?user=${user}`, { method: 'POST', body: JSON.stringify({ ids: [id] }) })",
                List.of(user, first));
        await(page, "heard.some((what) => what === '$read 1' || what === '$inbox 1')");
        page.evaluate("due.splice(0).forEach((acknowledge) => acknowledge())");
        page.waitForCondition(() -> state(user, second).equals("delivered"));

        if (transport.equals("sse")) {
            assertThat(acknowledged).as("both together").hasSize(1);
            assertThat(acknowledged.get(0)).isEqualTo("{\"cursor\":\"" + second + ",0.0\"}");
        } else {
            assertThat(acknowledged).as("a poll says it by its cursor").isEmpty();
            assertThat(polled).first().asString().contains("inbox=&");
            assertThat(polled.subList(1, polled.size()))
                    .allSatisfy(query -> assertThat(query).matches(".*inbox=[0-9][0-9.-]+&.*"));
            assertThat(polled).as("it waits, and does not ask on and on").hasSizeLessThan(12);
        }
        assertThat(page.evaluate("heard.filter((what) => !what.startsWith('$'))"))
                .isEqualTo(List.of(first, second));
        page.evaluate("connection.close()");
    }

    @Test
    void says_what_has_arrived_at_no_set_time_and_once_more_if_that_fails() {
        String channel = "user:acks";
        Page page = scene.chromium().somebody().newPage();
        page.navigate(scene.address("/"));
        page.evaluate("fetch('/v1/session', { method: 'POST', body: JSON.stringify({ user: 'acks' }) })");
        List<String> acknowledged = new CopyOnWriteArrayList<>();
        page.route("**/v1/inbox/ack*", route -> {
            acknowledged.add(route.request().postData());
            if (acknowledged.size() > 2) {
                route.resume();
            } else {
                route.abort();
            }
        });
        page.evaluate(
                """
                var waits = [], set = setTimeout; // 5 s are for a stream to open
                window.setTimeout = (task, ms) =>
                  ms >= 2_000 && ms <= 10_000 && ms !== 5_000 ? set(task, 50, waits.push(ms)) : set(task, ms);
                """);
        Map<String, Object> options =
                Map.of("channels", List.of(channel, "users"), "user", "acks", "transport", "sse", "acknowledge", true);
        page.evaluate(CONNECT, options);
        await(page, "heard.includes('$inbox 0')");

        scene.halley().publish(channel, "1");
        page.waitForCondition(() -> acknowledged.size() == 2);
        String second = scene.halley().publish(channel, "2").getString("id");
        page.waitForCondition(() -> state("acks", second).equals("delivered"));

        assertThat(acknowledged).hasSize(3);
        assertThat(acknowledged.get(2)).contains(second);
        assertThat((List<?>) page.evaluate("waits")).hasSize(3).doesNotHaveDuplicates();
        page.evaluate("connection.close()");
    }

    private static void await(Page page, String condition) {
        page.waitForCondition(() -> page.evaluate(condition).equals(true));
    }

    private static void keep(Request request, List<String> acknowledged, List<String> polled) {
        if (request.url().contains("/v1/inbox/ack")) {
            acknowledged.add(request.postData());
        } else if (request.url().contains("transport=poll")) {
            polled.add(request.url());
        }
    }

    private static String state(String user, String id) {
        JsonObject answer = new JsonObject(scene.halley()
                .getAsBackEnd("/v1/receipts?of=" + user + "/" + id)
                .body());
        return answer.getJsonArray("receipts").getJsonObject(0).getString("state");
    }
}
