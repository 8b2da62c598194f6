package io.halley.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What all pages have in common. */
@Tag("browser")
final class PagesTest {

    @RegisterExtension
    private static final Scene scene = new Scene();

    @Test
    void a_keyboard_is_enough_to_sign_in_go_to_ones_pages_and_sign_out() {
        Page page = scene.chromium().somebody().newPage();
        page.navigate(scene.address("/"));
        assertThat(page.getByLabel("User id")).isFocused();
        page.keyboard().type("not a user id");
        page.keyboard().press("Enter");
        assertThat(page.getByText("Sign out")).hasCount(0);
        page.keyboard().press("ControlOrMeta+a");
        page.keyboard().type("lea@example.org");
        page.keyboard().press("Enter");
        assertThat(page.locator("main a:focus")).hasText("Pages");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile("/push\\?user=lea(@|%40)example\\.org$"));
        assertThat(page.locator("#stage h2")).hasText("Nothing has been pushed yet");
        assertThat(page.locator("#state")).hasText("Connected");

        page.navigate(scene.address("/"));
        page.getByLabel("Sign out lea@example.org").press("Enter");
        assertThat(page.getByLabel("User id")).isFocused();
        assertThat(page.getByText("Signed in here")).isHidden();
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    @Test
    void of_several_users_in_one_browser_a_page_asks_which_one_it_is_for() {
        BrowserContext browser = scene.chromium().somebody();
        scene.open(browser, "/push", "mia");
        Page page = browser.newPage();
        page.navigate(scene.address("/chat"));
        assertThat(page.locator(".who")).hasText("mia");

        scene.open(browser, "/push", "noa");
        page.navigate(scene.address("/chat"));
        page.getByText("noa", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator(".who")).hasText("noa");
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    @Test
    void pages_speak_the_language_of_the_browser_until_their_user_chooses_another() {
        Page page = scene.chromium().somebodySpeaking("zh-CN").newPage();
        page.navigate(scene.address("/"));
        assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
        assertThat(page).hasTitle("登录 · Halley");
        page.getByLabel("用户 ID").fill("wei");
        page.keyboard().press("Enter");
        page.locator("main a:focus").press("Enter");
        assertThat(page.locator("#stage p")).hasText("下一个推送给 wei 的页面会自动显示在这里，请保持本页面打开。");
        assertThat(page.locator("#stage strong")).hasText("wei");
        assertThat(page.locator("#state")).hasText("已连接");

        page.getByText("English").click();
        assertThat(page.locator("#stage h2")).hasText("Nothing has been pushed yet");
        page.navigate(scene.address("/inbox?user=wei"));
        assertThat(page.locator("#count")).hasText("Nothing unread");
        assertThat(page.locator("html")).hasAttribute("lang", "en");
        page.navigate(scene.address("/inbox?user=wei&lang=zh"));
        assertThat(page.locator("#count")).hasText("没有未读内容");
        page.navigate(scene.address("/"));
        assertThat(page.locator("#signed-in h2")).hasText("已在此登录");

        page.navigate(scene.halley().publisher() + "/docs?lang=en");
        page.getByText("中文").click();
        assertThat(page.locator("#errors td code").first()).hasText("invalid-body");
        page.getByText("控制台").click();
        assertThat(page.getByLabel("发布密钥")).isVisible();
        assertThat(page.locator("#key-form")).not().hasText(Pattern.compile("[a-z]{3,} [a-z]{3,} [a-z]{3,}"));
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    @Test
    void no_page_is_wider_than_a_phone() {
        BrowserContext phone = scene.chromium().somebodyOnAPhone();
        String user = "a.user.with-a-very-long-name.that-is-just-within-the-limit.1234";
        String endless = scene.site().address("endless" + "x".repeat(300));
        scene.push(endless, "An " + "un".repeat(90) + "breakable title", user);
        scene.publish("chat:lobby", "message", "Unbreakable" + "!".repeat(300));
        scene.publish("user:" + user, "message", "Unbreakable" + "!".repeat(300));
        Page page = scene.open(phone, "/push", user);
        assertThat(page.locator("#list li")).hasCount(1);
        page.locator("#open-earlier").click();
        assertFits(page);
        page.navigate(scene.address("/chat?user=" + user));
        assertThat(page.locator("#messages li")).hasCount(1);
        assertFits(page);
        page.navigate(scene.address("/inbox?user=" + user));
        page.locator("summary").click();
        assertThat(page.locator(".words")).isVisible();
        assertFits(page);
        page.navigate(scene.address("/clock?user=" + user));
        assertThat(page.locator("#ticks")).hasText(Pattern.compile("^[1-9]"));
        assertFits(page);
        page.navigate(scene.address("/transports?user=" + user));
        page.getByLabel("Message").fill("unbreakable".repeat(18));
        page.keyboard().press("Enter");
        assertThat(page.locator("#column-sse li")).hasCount(1);
        assertFits(page);
        for (String path : List.of(
                "/", "/push?user=nobody", "/inbox?user=nobody", "/chat?user=nobody", "/transports?user=nobody")) {
            page.navigate(scene.address(path));
            assertThat(page.getByLabel("User id")).isVisible();
            assertFits(page);
        }
        // stays, so that the console has a device to show
        phone.newPage().navigate(scene.address("/push?user=" + user));
        Page console = scene.openConsole(phone);
        assertThat(console.getByLabel(user)).isVisible();
        console.locator("#users button").first().click();
        console.getByText("1 gateway").click();
        assertFits(console);
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    private static void assertFits(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
        assertThat(page.evaluate("visualViewport.width")).isEqualTo(360);
    }
}
