package io.halley.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.halley.standalone.browser.InboxPage.assertRead;
import static io.halley.standalone.browser.InboxPage.assertUnread;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.halley.standalone.browser.FaultyProxy.Fault;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is unread, and how it is read: on every page of a user, and on no other. */
@Tag("browser")
final class InboxPageTest {

    private static final int RETAINED = 60;

    private static final Pattern STREAM = Pattern.compile("transport=sse");
    private static final Pattern HELD_POLL = Pattern.compile("transport=poll&wait=25");

    @RegisterExtension
    private static final Scene scene = new Scene(Map.of("HALLEY_INBOX_RETAIN_EVENTS", Integer.toString(RETAINED)));

    @Test
    void what_is_opened_on_one_page_is_read_on_every_page_of_its_user_and_of_nobody_else() {
        Page desk = InboxPage.open(scene, "ann");
        Page phone = InboxPage.open(scene, "ann");
        Page other = InboxPage.open(scene, "ben");
        assertThat(desk.locator("#empty")).containsText("Nothing has come for ann yet");
        scene.push(scene.site().address("menu"), "Menu of the day", "ann");
        scene.publish("user:ann", "message", "The canteen closes at two.\nSandwiches are at the desk.");
        scene.publish("users", "message", new JsonObject().put("title", "To all of you"));
        for (Page page : List.of(desk, phone)) {
            assertUnread(page, "To all of you", "The canteen closes at two.", "Menu of the day");
        }

        desk.getByText("The canteen closes").click();
        assertThat(desk.locator(".words")).containsText("Sandwiches are at the desk.");
        assertUnread(desk, "To all of you", "Menu of the day");
        assertUnread(phone, "To all of you", "Menu of the day");
        assertRead(phone, "The canteen closes at two.");
        Page menu = phone.waitForPopup(() -> phone.getByText("Menu of the day").click());
        assertThat(menu.locator("h1")).hasText("menu");
        assertUnread(desk, "To all of you");
        assertUnread(phone, "To all of you");

        assertThat(desk.locator("#unread li")).hasCount(3); // under the pointer all stays where it is
        desk.mouse().move(1, 1);
        assertThat(desk.locator("#unread li")).hasCount(2); // and so does what is unfolded
        desk.locator("[open] summary").press("Enter");
        desk.getByText("Mark all as read").focus();
        assertRead(desk, "The canteen closes at two.", "Menu of the day");
        assertUnread(other, "To all of you");
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    @Test
    void all_that_has_come_can_be_marked_at_once_by_the_keyboard() {
        Page one = InboxPage.open(scene, "cem");
        Page two = InboxPage.open(scene, "cem");
        scene.publish("user:cem", "message", "First");
        scene.publish("users", "message", "Second");
        assertUnread(one, "Second", "First");
        assertUnread(two, "Second", "First");

        one.getByText("Mark all as read").press("Enter");
        for (Page page : List.of(one, two)) {
            assertUnread(page);
            assertRead(page, "Second", "First");
            assertThat(page.locator("#empty")).hasText("You have read everything.");
        }
        assertThat(one.locator("#count")).isFocused();

        scene.publish("user:cem", "message", "Third");
        assertUnread(one, "Third");
        assertUnread(two, "Third");
        one.reload();
        assertUnread(one, "Third");
        assertRead(one, "Second", "First");
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    @Test
    void what_was_dropped_unread_is_told_and_the_rest_comes_part_by_part() {
        for (int i = 1; i <= RETAINED + 3; i++) {
            scene.publish("user:dan", "message", "Number " + i);
        }
        Page page = InboxPage.open(scene, "dan");

        assertThat(page.locator("#dropped")).containsText("3 dropped before they were read");
        assertThat(page).hasTitle("(60) Inbox · Halley");
        assertThat(page.locator(".entry")).hasCount(50);
        page.locator("#unread .more").press("Enter");
        assertThat(page.locator(".entry")).hasCount(60);
        assertThat(page.locator("#unread .more")).isHidden();
        assertThat(page.locator(".entry").last()).containsText("Number 4");
        page.locator(".entry summary").last().press("Enter");
        assertThat(page).hasTitle("(59) Inbox · Halley");

        scene.publish("user:dan", "message", "One more");
        assertThat(page).hasTitle("(60) Inbox · Halley");
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    @Test
    void what_was_opened_while_the_server_was_away_is_marked_when_it_is_back() {
        Page one = InboxPage.open(scene, "eva");
        Page two = InboxPage.open(scene, "eva");
        scene.publish("user:eva", "message", "Read at once");
        scene.publish("user:eva", "message", "Read later");
        scene.publish("user:eva", "message", "Not read");
        assertUnread(two, "Not read", "Read later", "Read at once");
        two.getByText("Read at once").click();
        assertUnread(one, "Not read", "Read later");

        scene.proxy().become(Fault.BAD_GATEWAY);
        assertThat(one.locator("#state")).hasText("Reconnecting");
        one.getByText("Read later").click();
        assertThat(one.locator("#trouble")).containsText("Not marked as read yet");
        assertThat(one).hasTitle("(2) Inbox · Halley");
        scene.halley().restart();
        scene.publish("user:eva", "message", "Came meanwhile");
        scene.proxy().become(Fault.NONE);

        for (Page page : List.of(one, two)) {
            assertThat(page.locator("#state")).hasText("Connected");
            assertUnread(page, "Came meanwhile", "Not read");
            assertThat(page.locator("#trouble")).isEmpty();
        }
        two.getByText("Not read").click();
        assertUnread(one, "Came meanwhile");
        assertThat(scene.chromium().complaintsBesidesTheNetwork()).isEmpty();
    }

    @Test
    void polls_bring_the_same() {
        Page one = InboxPage.open(scene, "fay");
        Page two = InboxPage.open(scene, "fay");
        scene.proxy().become(Fault.HOLDS_STREAMS);
        for (Page page : List.of(one, two)) {
            page.clock().install();
            page.waitForRequest(STREAM, page::reload);
            page.waitForRequest(HELD_POLL, () -> page.clock().fastForward(5_000));
        }
        scene.publish("user:fay", "message", "One by poll");
        scene.publish("users", "message", "Two by poll");
        assertUnread(one, "Two by poll", "One by poll");
        assertUnread(two, "Two by poll", "One by poll");

        one.getByText("One by poll").click();
        assertUnread(two, "Two by poll");
        two.getByText("Mark all as read").click();
        assertUnread(one);
        scene.publish("user:fay", "message", "Three by poll");
        assertUnread(one, "Three by poll");
        assertThat(scene.chromium().complaintsBesidesTheNetwork()).isEmpty();
    }

    @Test
    void a_page_that_is_shown_is_read_and_the_console_sees_it() {
        Page console = scene.openConsole(scene.chromium().somebody());
        BrowserContext browser = scene.chromium().somebody();
        // at random, when it acknowledges; 5 s are for a stream to open
        Chromium.hurry(browser, "ms >= 2_000 && ms <= 10_000 && ms !== 5_000");
        Page inbox = scene.open(browser, "/inbox", "jan");
        console.getByLabel("Other user ids").fill("jan, kim");
        console.getByLabel("Address").fill(scene.site().address("offer"));
        console.getByLabel("Title").fill("Offer");
        console.getByText("Push to 2 users").press("Enter");
        assertUnread(inbox, "Offer");
        assertThat(console.locator(".steps").first()).containsText("delivered");
        assertThat(console.locator(".steps").first()).not().containsText("read");

        Page pages = scene.open(scene.chromium().somebody(), "/push", "jan");
        assertThat(pages.locator("#title")).hasText("Offer");
        assertUnread(inbox);
        assertRead(inbox, "Offer");
        assertThat(console.locator(".steps").first()).containsText("read");
        assertThat(console.locator(".tally")).hasText("1 read · 1 sent");
        assertThat(scene.chromium().complaints()).isEmpty();
    }
}
