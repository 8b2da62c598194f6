package io.halley.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.halley.standalone.browser.FaultyProxy.Fault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("browser")
final class ChatPageTest {

    private static final String MARKUP = "<img src=x onerror=alert(1)> & <b>bold</b>";

    @RegisterExtension
    private static final Scene scene = new Scene();

    @Test
    void two_users_talk_by_stream_and_by_poll_and_who_enters_later_reads_what_was_said() {
        Page ann = scene.open(scene.chromium().somebody(), "/chat?room=two", "ann");
        say(ann, "Is anybody there?");
        say(ann, MARKUP);
        assertSaid(ann, "Is anybody there?", MARKUP);

        Page ben = scene.open(scene.chromium().somebody(), "/chat?room=two", "ben");
        assertSaid(ben, "Is anybody there?", MARKUP);
        ben.locator("#transport").selectOption("poll");
        say(ben, "Yes, by poll");
        assertSaid(ann, "Is anybody there?", MARKUP, "Yes, by poll");
        say(ann, "Good");
        assertSaid(ben, "Is anybody there?", MARKUP, "Yes, by poll", "Good");
        scene.publish("chat:two", "message", "The server agrees");
        ben.locator("#transport").selectOption("ndjson");
        say(ben, "And by stream");

        for (Page page : new Page[] {ann, ben}) {
            assertSaid(page, "Is anybody there?", MARKUP, "Yes, by poll", "Good", "The server agrees", "And by stream");
            assertThat(page.locator("#messages .by > :first-child"))
                    .hasText(new String[] {"ann", "ann", "ben", "ann", "server", "ben"});
            assertThat(page.locator("#unsent li")).hasCount(0);
        }
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    @Test
    void who_enters_and_leaves_is_seen_to_be_there_and_to_be_gone() {
        Page ann = scene.open(scene.chromium().somebody(), "/chat?room=door", "ann");
        Page ben = scene.open(scene.chromium().somebody(), "/chat?room=door", "ben");
        assertThat(ann.locator("#here li")).hasText(new String[] {"ann (you)", "ben"});
        assertThat(ben.locator("#here li")).hasText(new String[] {"ann", "ben (you)"});
        scene.publish("chat:door:here", "here", Map.of("page", "of-nobody"));
        Page again = ben.context().newPage();
        again.navigate(ben.url());
        assertThat(again.locator("#here li")).hasCount(2);
        ben.navigate(scene.address("/clock"));
        say(again, "Still here");
        assertSaid(ann, "Still here");
        assertThat(ann.locator("#here li")).hasText(new String[] {"ann (you)", "ben"});
        again.navigate(scene.address("/clock"));
        assertThat(ann.locator("#here li")).hasText(new String[] {"ann (you)"});
        Page cem = scene.open(scene.chromium().somebody(), "/chat?room=other", "cem");
        // that a page is here may come behind that it has gone
        tell(cem, "gone", "swapped", 2);
        tell(cem, "here", "swapped", 1);
        tell(cem, "here", "other", 1);
        assertThat(ann.locator("#here li")).hasText(new String[] {"ann (you)", "cem"});
        tell(cem, "gone", "other", 2);
        assertThat(ann.locator("#here li")).hasText(new String[] {"ann (you)"});
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    @Test
    void what_was_said_offline_outlives_the_page_and_is_said_once_and_in_order() {
        Page ann = scene.open(scene.chromium().somebody(), "/chat?room=lossy", "ann");
        scene.proxy().become(Fault.LOSES_ANSWERS);
        say(ann, "Arrived, but the answer was lost");
        assertThat(ann.locator("#unsent .fate")).containsText("Kept in this browser");
        scene.proxy().become(Fault.BAD_GATEWAY);
        say(ann, "Second");
        say(ann, "Third");
        assertThat(ann.locator("#unsent .words"))
                .hasText(new String[] {"Arrived, but the answer was lost", "Second", "Third"});
        Page later = ann.context().newPage();
        ann.close();

        scene.proxy().become(Fault.NONE);
        later.navigate(scene.address("/chat?room=elsewhere&user=ann"));
        assertThat(later.locator("#state")).hasText("Connected");
        later.locator("#rooms").getByText("lossy").click();
        assertSaid(later, "Arrived, but the answer was lost", "Second", "Third");
        assertThat(later.locator("#unsent li")).hasCount(0);
        say(later, "Fourth");
        assertSaid(later, "Arrived, but the answer was lost", "Second", "Third", "Fourth");
        // the event itself may come before the answer that it is there
        later.waitForFunction("Object.keys(localStorage).every((key) => !key.includes('unsent'))");
        assertThat(scene.chromium().complaintsBesidesTheNetwork()).isEmpty();
    }

    @Test
    void rooms_are_remembered_until_they_are_left_and_show_what_is_new_in_them() {
        Page ann = scene.open(scene.chromium().somebody(), "/chat?room=attic", "ann");
        ann.getByLabel("Room", new Page.GetByLabelOptions().setExact(true)).fill("cellar");
        ann.keyboard().press("Enter");
        assertThat(ann.locator("#rooms a")).hasText(new String[] {"lobby", "attic", "cellar"});
        assertThat(ann.locator("#state")).hasText("Connected");
        scene.publish("chat:attic", "message", "Up here");
        assertThat(ann.locator("#rooms li:nth-child(2) .hint")).hasText("1 new");
        ann.locator("#rooms").getByText("attic").click();
        assertSaid(ann, "Up here");
        ann.getByLabel("Leave cellar").click();
        assertThat(ann.locator("#rooms a")).hasText(new String[] {"lobby", "attic"});
        ann.reload();
        assertThat(ann.locator("#rooms a")).hasText(new String[] {"lobby", "attic"});
        ann.getByLabel("Leave attic").click();
        assertThat(ann.locator("#title")).hasText("lobby");
        assertThat(ann.locator("#rooms a")).hasText(new String[] {"lobby"});
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    @Test
    void who_scrolls_up_reads_what_was_said_before() {
        IntStream.rangeClosed(1, 70).forEach(i -> scene.publish("chat:long", "message", "No. " + i));
        Page ann = scene.open(scene.chromium().somebody(), "/chat?room=long", "ann");
        assertThat(ann.locator("#messages li")).hasCount(50);
        ann.locator("#log").evaluate("(log) => log.scrollTo(0, 0)");
        assertSaid(ann, IntStream.rangeClosed(1, 70).mapToObj(i -> "No. " + i).toArray(String[]::new));
        assertThat(ann.getByText("Earlier messages")).isHidden();
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    @Test
    void a_page_left_open_in_a_busy_room_stays_small_and_at_the_end_unless_its_user_reads_further_up() {
        Page ann = scene.open(scene.chromium().somebody(), "/chat?room=busy", "ann");
        publishMany(0, 700);
        publishMany(700, 1_400);
        assertThat(ann.locator("#messages li:last-child .words")).hasText("No. 1399");
        assertThat(ann.locator("#messages li")).hasCount(1_000);
        assertThat(ann.locator("#messages li:last-child")).isInViewport();
        assertThat(ann.getByText("New messages")).isHidden();

        ann.locator("#log").evaluate("(log) => log.scrollTo(0, 0)");
        assertThat(ann.locator("#messages li:last-child")).not().isInViewport();
        publishMany(1_400, 1_401);
        ann.getByText("New messages").click();
        assertThat(ann.getByText("No. 1400")).isInViewport();
        assertThat(ann.getByText("New messages")).isHidden();
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    private static void publishMany(int from, int to) {
        JsonArray events = new JsonArray();
        IntStream.range(from, to)
                .forEach(i ->
                        events.add(new JsonObject().put("channel", "chat:busy").put("data", "No. " + i)));
        assertThat(scene.halley().postAsBackEnd("/v1/batch", events.encode()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_is_no_room_is_told_in_plain_words_and_asked_of_no_server() {
        Page page = scene.chromium().somebody().newPage();
        page.navigate(scene.address("/chat?room=no%20room"));
        assertThat(page.locator("#sign-in h1")).hasText("There is no such room");
        page.getByText("Go to the lobby").click();
        assertThat(page.getByLabel("User id")).isVisible();
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    /** What a page of cem's in the room "door" would say. */
    private static void tell(Page cem, String type, String page, int number) {
        cem.evaluate(
                """
                (event) => fetch("/v1/channels/chat:door:here/events?user=cem",
                    { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(event) })""",
                Map.of("type", type, "data", Map.of("page", page, "number", number)));
    }

    private static void say(Page page, String words) {
        page.getByLabel("Message", new Page.GetByLabelOptions().setExact(true)).fill(words);
        page.keyboard().press("Enter");
    }

    private static void assertSaid(Page page, String... words) {
        assertThat(page.locator("#messages .words")).hasText(words);
    }
}
