package io.halley.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The frame that never ends, in a page of the same origin that knows nothing of Halley but its callback. */
@Tag("browser")
final class IframeTest {

    private static final List<String> DATA = List.of(
            "\"</script><script>parent.broken = true</script><!-- --> <!--<script> \u2028\u2029 \\u2028 \\ud800 \uD83D\uDE80\"",
            "\"' \\\" \\\\ \\\\' \\\\u0027 ']')); parent.broken = true; //\"",
            "{\"__proto__\":1,\"__proto__\":{\"\\u0000\\r\\n\":\"\\r\\n\"},\"constructor\":null}",
            "[1.10,1E400,-0.0]");

    @Test
    void it_calls_its_page_with_what_was_published_and_does_not_grow() {
        try (Scene scene = new Scene()) {
            BrowserContext browser = scene.chromium().somebody();
            browser.route(
                    "**/around",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("text/html")
                            .setBody("<!DOCTYPE html><title>Around</title>")));
            Page page = browser.newPage();
            page.navigate(scene.address("/around"));
            page.evaluate("window.got = []; const frame = document.createElement('iframe');"
                    + "frame.onload = () => { window.ended = true; };"
                    + "frame.src = '/v1/events?transport=iframe&channel=public:framed'; document.body.append(frame)");
            // a call that fails harms no later one
            page.waitForCondition(() -> !scene.chromium().complaints().isEmpty());
            assertThat(scene.chromium().complaints())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("onEvents");

            page.evaluate("window.halley = { onEvents: (events) => window.got.push(...events) }");
            DATA.forEach(data -> scene.halley().publish("public:framed", data));
            page.waitForFunction("window.got.length >= " + DATA.size());
            assertThat(page.evaluate("JSON.stringify(window.got.map((event) => event.data))"))
                    .isEqualTo(page.evaluate("(texts) => JSON.stringify(texts.map((text) => JSON.parse(text)))", DATA));
            assertThat(page.evaluate("window.broken")).isNull();
            assertThat(page.evaluate("frames[0].document.body.childNodes.length"))
                    .isEqualTo(0);

            scene.halley().restart();
            page.waitForFunction("window.ended");
            assertThat(page.evaluate("window.got.slice(" + DATA.size() + ").map((event) => event.type)"))
                    .isEqualTo(List.of("$drain"));
            assertThat(scene.chromium().complaints()).hasSize(1);
        }
    }
}
