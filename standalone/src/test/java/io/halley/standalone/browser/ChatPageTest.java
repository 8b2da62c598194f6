package io.halley.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.halley.standalone.browser.FaultyProxy.Fault;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("browser")
final class ChatPageTest {

    private static final String MARKUP = "<img src=x onerror=alert(1)> & <b>bold</b>";

    private static Scene scene;

    @BeforeAll
    static void begin() throws IOException {
        scene = new Scene();
    }

    @AfterAll
    static void end() {
        scene.close();
    }

    @AfterEach
    void leave() {
        scene.chromium().leave();
    }

    @Test
    void two_users_talk_by_stream_and_by_poll_and_who_enters_later_reads_what_was_said() {
        Page ann = scene.open(scene.chromium().somebody(), "/chat?room=two", "ann");
        say(ann, "Is anybody there?");
        say(ann, MARKUP);
        assertSaid(ann, "Is anybody there?", MARKUP);

        Page ben = scene.open(scene.chromium().somebody(), "/chat?room=two", "ben");
        assertSaid(ben, "Is anybody there?", MARKUP);
        ben.getByText("Poll").click();
        say(ben, "Yes, by poll");
        assertSaid(ann, "Is anybody there?", MARKUP, "Yes, by poll");
        say(ann, "Good");
        assertSaid(ben, "Is anybody there?", MARKUP, "Yes, by poll", "Good");
        scene.publish("chat:two", "message", "The server agrees");
        ben.getByText("SSE").click();
        say(ben, "And by stream");

        for (Page page : new Page[] {ann, ben}) {
            assertSaid(page, "Is anybody there?", MARKUP, "Yes, by poll", "Good", "The server agrees", "And by stream");
            assertThat(page.locator("#messages .by strong"))
                    .hasText(new String[] {"ann", "ann", "ben", "ann", "server", "ben"});
            assertThat(page.locator("#unsent li")).hasCount(0);
        }
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    @Test
    void a_message_whose_answer_was_lost_can_be_repeated_without_being_said_twice() {
        Page ann = scene.open(scene.chromium().somebody(), "/chat?room=lossy", "ann");
        scene.proxy().become(Fault.LOSES_ANSWERS);
        say(ann, "Only once");
        assertThat(ann.locator("#unsent .fate")).containsText("Not sent.");
        scene.proxy().become(Fault.NONE);
        ann.getByText("Send again").press("Enter");
        assertThat(ann.locator("#unsent li")).hasCount(0);
        say(ann, "Next");

        assertSaid(ann, "Only once", "Next");
        assertThat(scene.chromium().complaintsBesidesTheNetwork()).isEmpty();
    }

    private static void say(Page page, String words) {
        page.getByLabel("Message", new Page.GetByLabelOptions().setExact(true)).fill(words);
        page.keyboard().press("Enter");
    }

    private static void assertSaid(Page page, String... words) {
        assertThat(page.locator("#messages .words")).hasText(words);
    }
}
