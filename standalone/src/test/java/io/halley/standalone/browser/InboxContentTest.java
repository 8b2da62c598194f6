package io.halley.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.halley.standalone.browser.InboxPage.assertUnread;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever comes is shown on the inbox page, and by notifications, and does nothing else. */
@Tag("browser")
final class InboxContentTest {

    private static final String MARKUP = "<img src=x onerror=alert(1)> & <b>bold</b>";

    /** In place of the browser's own, which no test could see; what was allowed stays so after a reload. */
    private static final String NOTIFICATIONS =
            """
            Object.assign(window, { asked: 0, shown: [], hidden: false });
            Object.defineProperty(document, "hidden", { get: () => window.hidden });
            window.Notification = class extends EventTarget {
              closed = false;
              constructor(title) { super(); this.title = title; shown.push(this); }
              close() { this.closed = true; }
              static get permission() { return localStorage.getItem("allowed") ?? "default"; }
              static async requestPermission() { asked++; localStorage.setItem("allowed", "granted"); }
            };
            """;

    @RegisterExtension
    private static final Scene scene = new Scene();

    @Test
    void content_does_nothing_but_show() {
        Page page = InboxPage.open(scene, "gil");
        scene.publish("user:gil", "message", MARKUP);
        scene.publish(
                "user:gil",
                "push",
                new JsonObject().put("url", "javascript:alert(1)").put("title", MARKUP));
        scene.publish("user:gil", "push", new JsonObject().put("url", 7));
        scene.publish("user:gil", "message", new JsonObject("{\"__proto__\":{\"title\":1},\"title\":{},\"text\":[]}"));
        scene.publish("user:gil", "unheard-of", "A type of its own");
        scene.publish("user:gil", "message", "The last");
        assertThat(page.getByText("A type of its own")).isVisible();
        assertThat(page.getByText("The last")).isVisible();
        page.reload();

        assertUnread(
                page,
                "The last",
                "A type of its own",
                "{\"__proto__\":{\"title\":1},\"title\":{},\"text\":[]}",
                "{\"url\":7}",
                MARKUP,
                MARKUP);
        assertThat(page.locator(".entry a")).hasCount(0);
        page.locator(".entry.unread summary").nth(4).click();
        assertThat(page.locator(".words")).containsText("javascript:alert(1)");
        scene.publish("user:gil", "unheard-of", "Heard of by now");
        assertThat(page.getByText("Heard of by now")).isVisible();
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    @Test
    void a_notification_is_asked_for_by_a_click_only_and_shown_only_in_the_background() {
        BrowserContext browser = scene.chromium().somebody();
        browser.addInitScript(NOTIFICATIONS);
        Page page = scene.open(browser, "/inbox", "ida");
        page.evaluate("hidden = true");
        scene.publish("user:ida", "message", "Before it is wanted");
        assertThat(page.getByText("Before it is wanted")).isVisible();
        assertThat(page.evaluate("[asked, shown.length]")).isEqualTo(List.of(0, 0));

        page.getByLabel("Notify me").check();
        page.reload();
        assertThat(page.getByLabel("Notify me")).isChecked();
        assertThat(page.evaluate("asked")).isEqualTo(0);
        scene.publish("user:ida", "message", "While the page is there");
        assertThat(page.getByText("While the page is there")).isVisible();
        assertThat(page.evaluate("shown.length")).isEqualTo(0);

        page.evaluate("hidden = true");
        scene.publish("user:ida", "message", "One");
        scene.publish("user:ida", "message", MARKUP);
        assertThat(page.getByText(MARKUP)).isVisible();
        assertThat(page.evaluate("shown.map(({ title, closed }) => [title, closed])"))
                .isEqualTo(List.of(List.of("One", true), List.of(MARKUP, false)));
        page.evaluate("hidden = false; document.dispatchEvent(new Event('visibilitychange'))");
        assertThat(page.evaluate("shown.filter(({ closed }) => !closed).length"))
                .isEqualTo(0);
        assertThat(scene.chromium().complaints()).isEmpty();
    }
}
