package io.halley.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.halley.shared.http.Pages;
import io.halley.standalone.RunningHalley;
import io.halley.standalone.browser.FaultyProxy.Fault;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("browser")
final class PushPageTest {

    @RegisterExtension
    private static final Scene scene = new Scene();

    @Test
    void whoever_looks_for_earlier_pages_is_told_that_some_are_gone() throws Exception {
        Page page = scene.open(scene.chromium().somebody(), "/push", "gap");
        scene.push(scene.site().address("gone"), "Gone", "gap");
        assertShown(page, "gone", "Gone");
        assertThat(page.locator("#missing")).hasAttribute("hidden", "");
        RunningHalley halley = scene.halley();
        HttpRequest delete = HttpRequest.newBuilder(halley.publisher().resolve("/v1/channels/user:gap"))
                .header("Authorization", "Bearer " + halley.key())
                .DELETE()
                .build();
        assertThat(halley.http().send(delete, BodyHandlers.discarding()).statusCode())
                .isEqualTo(204);
        halley.restart();
        page.locator("#open-earlier").click();
        assertThat(page.locator("#missing")).isVisible();
        assertShown(page, "gone", "Gone");
    }

    @Test
    void the_page_may_frame_what_is_pushed_and_nothing_else_beyond_its_own() {
        assertThat(scene.halley().get("/push").headers().firstValue("Content-Security-Policy"))
                .hasValue(Pages.STRICT + "; frame-src http: https:");
    }

    @Test
    void what_the_console_pushes_to_four_users_shows_in_their_four_windows_and_in_no_other() {
        BrowserContext shared = scene.chromium().somebody();
        List<Page> four = List.of(
                scene.open(shared, "/push", "ann"),
                scene.open(shared, "/push", "ben"),
                scene.open(scene.chromium().somebody(), "/push", "cem"),
                scene.open(scene.chromium().somebody(), "/push", "dan"));
        Page fifth = scene.open(scene.chromium().somebody(), "/push", "eve");

        Page console = scene.openConsole(scene.chromium().somebody());
        for (String user : List.of("ann", "ben", "cem", "dan")) {
            assertThat(console.locator(".person")
                            .filter(new Locator.FilterOptions().setHasText(user))
                            .locator(".good"))
                    .isVisible();
        }
        console.getByLabel("ben").check();
        console.getByLabel("Other user ids").fill("ann, cem dan fay");
        console.getByLabel("Address").fill(scene.site().address("menu"));
        console.getByLabel("Title").fill("Menu of the day");
        console.getByText("Push to 5 users").press("Enter");
        assertThat(console.locator("#results tbody tr")).hasCount(5);
        assertThat(console.locator("#results td.good")).hasCount(4);

        for (Page page : four) {
            assertShown(page, "menu", "Menu of the day");
            assertThat(page.locator("#list li")).hasCount(1);
            assertThat(framed(page).locator("p")).hasText("0 kept");
        }

        Page sixth = scene.open(scene.chromium().somebody(), "/push", "fay");
        assertShown(sixth, "menu", "Menu of the day");

        // whatever had been meant for the fifth would have come before this
        scene.push(scene.site().address("elsewhere"), "Elsewhere", "eve");
        assertShown(fifth, "elsewhere", "Elsewhere");
        assertThat(fifth.locator("#list li")).hasCount(1);
        assertThat(scene.site().visits("menu")).isEqualTo(5);
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    @Test
    void pages_go_on_after_a_restart_behind_a_proxy_that_answers_502_meanwhile() {
        BrowserContext shared = scene.chromium().somebody();
        List<Page> pages = List.of(
                scene.open(shared, "/push", "gil"),
                scene.open(shared, "/push", "hal"),
                scene.open(scene.chromium().somebody(), "/push", "ida"));
        scene.push(scene.site().address("before"), "Before", "gil", "hal", "ida");
        pages.forEach(page -> assertShown(page, "before", "Before"));

        int refusals = scene.proxy().refusals().size();
        scene.proxy().become(Fault.BAD_GATEWAY);
        scene.halley().restart();
        pages.forEach(page -> assertThat(page.locator("#state")).hasText("Reconnecting"));
        pages.get(0).waitForCondition(() -> scene.proxy().refusals().size() >= refusals + 2 * pages.size());
        scene.push(scene.site().address("skipped"), "Skipped", "gil", "hal", "ida");
        scene.push(scene.site().address("meanwhile"), "Meanwhile", "gil", "hal", "ida");
        scene.proxy().become(Fault.NONE);

        pages.forEach(page -> assertShown(page, "meanwhile", "Meanwhile"));
        pages.forEach(page -> assertThat(page.locator("#state")).hasText("Connected"));
        scene.push(scene.site().address("after"), "After", "gil", "hal", "ida");
        for (Page page : pages) {
            assertShown(page, "after", "After");
            assertThat(page.locator("#list li")).hasCount(4);
        }
        assertThat(scene.site().visits("skipped")).isZero();
        assertThat(List.of("before", "meanwhile", "after"))
                .allSatisfy(page -> assertThat(scene.site().visits(page)).isEqualTo(pages.size()));
        assertThat(scene.chromium().complaintsBesidesTheNetwork()).isEmpty();
    }

    @Test
    void only_a_foreign_page_keeps_an_origin_and_only_the_web_is_shown() {
        Page page = scene.open(scene.chromium().somebody(), "/push", "jan");
        scene.publish("user:jan", "push", new JsonObject().put("url", "javascript:alert(1)"));
        scene.publish("user:jan", "push", new JsonObject().put("url", "data:text/html,<h1>no</h1>"));
        scene.publish("user:jan", "push", "no address at all");
        scene.push(scene.address("/"), "Halley's own", "jan");

        assertThat(page.locator("#title")).hasText("Halley's own");
        assertThat(page.locator("iframe")).hasAttribute("sandbox", "allow-scripts allow-forms allow-popups");
        assertThat(page.locator("#list li")).hasCount(1);
        // a frame that is replaced before its answer has come has nothing to complain about
        page.waitForCondition(() -> !scene.chromium().complaints().isEmpty());

        scene.push(scene.site().address("foreign"), "Foreign", "jan");
        assertShown(page, "foreign", "Foreign");
        assertThat(page.locator("iframe"))
                .hasAttribute("sandbox", "allow-scripts allow-forms allow-popups allow-same-origin");
        assertThat(page.locator("iframe")).hasAttribute("referrerpolicy", "no-referrer");
        assertThat(scene.chromium().complaints()).singleElement().asString().contains("frame-ancestors 'none'");
    }

    @Test
    void earlier_pages_are_listed_and_shown_again_also_after_a_reload() {
        Page page = scene.open(scene.chromium().somebody(), "/push", "kim");
        scene.push(scene.site().address("old"), "The old one", "kim");
        scene.push(scene.site().address("new"), "The new one", "kim");
        assertShown(page, "new", "The new one");

        page.getByText("Earlier 2").press("Enter");
        page.locator("#list button").last().press("Enter");
        assertShown(page, "old", "The old one");
        assertThat(page.locator("#earlier")).isHidden();

        page.reload();
        assertShown(page, "new", "The new one");
        assertThat(page.locator("#list li")).hasCount(2);
    }

    @Test
    void over_https_an_address_without_it_is_offered_as_a_link(@TempDir Path folder) throws Exception {
        try (FaultyProxy proxy =
                FaultyProxy.speakingTls(scene.halley().gateway().getPort(), folder)) {
            Page page = scene.chromium().somebody().newPage();
            page.navigate("https://127.0.0.1:" + proxy.port() + "/push?user=lou");
            page.locator("button:focus").press("Enter");
            assertThat(page.locator("#state")).hasText("Connected");
            scene.push(scene.site().address("plain"), "Plain", "lou");

            assertThat(page.locator("#stage a"))
                    .hasAttribute("href", scene.site().address("plain"));
            assertThat(page.locator("iframe")).hasCount(0);
            assertThat(scene.site().visits("plain")).isZero();
            assertThat(scene.chromium().complaints()).isEmpty();
        }
    }

    private static void assertShown(Page page, String heading, String title) {
        assertThat(framed(page).locator("h1")).hasText(heading);
        assertThat(page.locator("#title")).hasText(title);
        assertThat(page).hasTitle(title + " · Halley");
        assertThat(page.locator("#address")).hasText(scene.site().address(heading));
        Locator open = page.getByText("Open in a new tab");
        assertThat(open).isInViewport();
        assertThat(open).hasAttribute("href", scene.site().address(heading));
    }

    private static FrameLocator framed(Page page) {
        return page.frameLocator("#stage iframe");
    }
}
