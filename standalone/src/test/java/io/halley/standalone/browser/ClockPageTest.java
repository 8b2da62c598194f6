package io.halley.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.halley.standalone.browser.FaultyProxy.Fault;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("browser")
final class ClockPageTest {

    @AutoClose
    private final Scene scene = new Scene();

    @Test
    void anybody_sees_the_clock_of_the_server_over_any_transport_and_what_of_it_was_missed() {
        Page page = scene.chromium().somebody().newPage();
        page.navigate(scene.address("/clock"));
        assertTicks(page);
        page.locator("#transport").selectOption("ndjson");
        assertTicks(page);
        assertThat(page.locator("#missed")).hasText("0");
        assertThat(page.locator("#reconnects")).hasText("0");
        assertThat(page).hasURL(Pattern.compile("transport=ndjson$"));
        assertThat(scene.chromium().complaints()).isEmpty();

        scene.proxy().become(Fault.BAD_GATEWAY);
        assertThat(page.locator("#state")).hasText("Reconnecting");
        page.waitForCondition(() -> scene.proxy().refusals().size() >= 2);
        scene.proxy().become(Fault.NONE);
        assertThat(page.locator("#missed")).not().hasText("0");
        assertThat(page.locator("#reconnects")).hasText("1");
        assertThat(page.locator("#plot .missed")).hasCount(1);
        assertThat(scene.chromium().complaintsBesidesTheNetwork()).isEmpty();
    }

    @Test
    void it_ticks_whoever_is_signed_in_and_goes_on_when_they_are_not_any_more() {
        BrowserContext browser = scene.chromium().somebody();
        scene.open(browser, "/chat", "1").close();
        scene.open(browser, "/chat", "2").close();
        Page page = browser.newPage();
        page.navigate(scene.address("/clock"));
        assertTicks(page);

        browser.clearCookies();
        page.locator("#transport").selectOption("poll");
        assertTicks(page);
        assertThat(page.locator("#trouble")).isEmpty();
        assertThat(scene.chromium().complaintsBesidesTheNetwork()).isEmpty();
    }

    private static void assertTicks(Page page) {
        // each is seen for a second at most
        assertThat(page.locator("#ticks")).hasText(Pattern.compile("^[1-9]"));
        assertThat(page.locator("#time")).hasText(Pattern.compile("\\d+:\\d\\d:\\d\\d.*"));
        assertThat(page.locator("#plot .late")).not().hasCount(0);
    }
}
