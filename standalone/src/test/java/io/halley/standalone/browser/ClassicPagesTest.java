package io.halley.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages in the manner of the time, with Prototype and jQuery 1.8, which run as they are, and go on when the server is
 * restarted.
 */
@Tag("browser")
final class ClassicPagesTest {

    @TempDir
    private static Path pages;

    private static RunningHalley halley;
    private static Chromium chromium;

    @BeforeAll
    static void begin() throws IOException {
        Path own = Path.of("src", "test", "resources", "classic");
        try (Stream<Path> files = Files.walk(own)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = pages.resolve(own.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        library("prototype/1.7.3.0/prototype.js", "prototype.js");
        library("jquery/1.8.3/jquery.js", "jquery.js");
        halley = new RunningHalley(Map.of("HALLEY_CLASSIC_PAGES", pages.toString()));
        chromium = new Chromium();
    }

    @AfterAll
    static void end() {
        chromium.close();
        halley.close();
    }

    @AfterEach
    void leave() {
        chromium.leave();
    }

    @Test
    void the_clock_in_a_hidden_frame_goes_on() {
        Page page = open("clock/");
        assertThat(page.locator("#content")).hasText(Pattern.compile("[0-9]{10}"));
        halley.restart();
        int before = (int) (System.currentTimeMillis() / 1000) + 1;
        page.waitForFunction(
                "before => comet.times.length > 2 && comet.times[comet.times.length - 1] > before", before);
        assertThat(page.evaluate("comet.times.every((time, i) => i === 0 || time >= comet.times[i - 1])"))
                .isEqualTo(true);
    }

    @Test
    void the_clock_needs_only_the_document_around_it_whoever_made_that() {
        Page page = open("clock/");
        page.evaluate(
                """
                () => {
                  window.told = { blank: [], written: [] };
                  const add = (document) => document.body.appendChild(document.createElement("iframe"));
                  const blank = add(document).contentWindow;
                  blank.comet = { printServerTime: (time) => told.blank.push(time) };
                  add(blank.document).src = "/classic/clock";
                  const written = add(document).contentDocument;
                  written.open();
                  written.write(
                    "<body><script>comet = { printServerTime: function (time) { parent.told.written.push(time); } };" +
                      "<" + "/script><iframe src='/classic/clock/backend.php'></iframe>",
                  );
                  written.close();
                }
                """);
        page.waitForFunction("told.blank.length > 1 && told.written.length > 1");
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void two_pages_chat_over_a_restart_with_each_other_and_with_the_chat_of_today() {
        Page one = open("chat/");
        Page other = open("chat/index.html");
        say(one, "first <b>bold</b> & 'quoted'");
        assertSaid(List.of(one, other), "first <b>bold</b> & 'quoted'");
        String cookie = halley.signIn("ann");
        halley.post("/v1/channels/chat:lobby/events", "{\"data\":\"from today\"}", "Cookie", cookie);
        assertSaid(List.of(one, other), "first <b>bold</b> & 'quoted'", "from today");
        halley.restart();
        for (int i = 0; i < 3; i++) {
            halley.publish("chat:lobby", "\"after " + i + "\"");
        }
        say(other, "last");
        assertSaid(
                List.of(one, other),
                "first <b>bold</b> & 'quoted'",
                "from today",
                "after 0",
                "after 1",
                "after 2",
                "last");
    }

    @Test
    void a_page_with_jquery_shows_what_is_pushed_to_the_user_of_its_address() {
        Page page = open("push/index.html?id=9");
        halley.postAsBackEnd("/v1/push", "{\"to\":[\"8\",\"9\"],\"url\":\"a.example/?x=1&y=2\"}");
        assertThat(page.locator("#pushed li")).hasText(new String[] {"http://a.example/?x=1&y=2"});
        halley.restart();
        halley.get("/classic/push?msg=9b.example");
        halley.postAsBackEnd("/v1/push", "{\"to\":\"all\",\"url\":\"https://c.example\"}");
        assertThat(page.locator("#pushed li"))
                .hasText(new String[] {"http://a.example/?x=1&y=2", "http://b.example", "http://c.example"});
    }

    @Test
    void a_page_hears_of_the_keys_that_it_subscribed_to() {
        Page page = open("novcomet/");
        assertThat(halley.get("/classic/novcomet/comet.php?publish=news").body())
                .isEqualTo("true");
        assertThat(page.locator("#changes li")).hasText(new String[] {"news"});
        halley.restart();
        halley.get("/classic/novcomet?publish=other");
        halley.get("/classic/novcomet?publish=mail");
        assertThat(page.locator("#changes li")).hasText(new String[] {"news", "mail"});
    }

    @Test
    void answers_in_pieces_show_while_they_come_and_messages_only_once() {
        Page page = open("pieces/");
        assertThat(page.locator("#count")).hasText(Pattern.compile("2\\s+3"));
        halley.publish("user:classic", "\"<i>one</i>\"");
        assertThat(page.locator("#messages")).hasText("<i>one</i>");
        halley.restart();
        page.reload();
        halley.publish("user:classic", "\"two\"");
        assertThat(page.locator("#messages")).hasText("two");
    }

    @Test
    void the_page_of_push_says_whose_it_is_and_shows_what_comes_over_a_restart() throws IOException {
        try (Site site = new Site()) {
            Page page = open("push/?id=5");
            assertThat(page.locator("p")).hasText(new String[] {"your id is [5]", "你的 ID 是 [5]"});
            halley.postAsBackEnd("/v1/push", "{\"to\":[\"5\"],\"url\":\"" + site.address("menu?a=1&b=2") + "\"}");
            assertThat(page.frameLocator("#shown").locator("h1")).hasText("menu");
            assertThat(page.locator("#pushed li")).hasText(new String[] {site.address("menu?a=1&b=2")});
            Await.until("user 5 is online", Duration.ofSeconds(10), () -> halley.getAsBackEnd("/v1/users/5")
                    .body()
                    .contains("\"online\":true"));
            assertThat(chromium.complaints()).isEmpty();
            halley.restart();
            halley.get("/classic/push?msg=5" + site.address("later"));
            assertThat(page.locator("#pushed li"))
                    .hasText(new String[] {site.address("later"), site.address("menu?a=1&b=2")});
            assertThat(page.frameLocator("#shown").locator("h1")).hasText("later");
            assertThat(chromium.complaintsBesidesTheNetwork()).isEmpty();
        }
    }

    @Test
    void the_list_of_the_demos_shows_the_clock_and_fits_a_phone_in_chinese() {
        Page page = chromium.somebodyOnAPhone().newPage();
        page.navigate(halley.gateway() + "/classic/?lang=zh");
        assertThat(page.locator("h1")).hasText("经典 Comet 示例");
        assertThat(page.locator("h2 a")).hasCount(6);
        assertThat(page.locator("#clock")).hasText(Pattern.compile("[0-9]{1,2}:[0-9]{2}:[0-9]{2}"));
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
        assertThat(chromium.complaints()).isEmpty();
    }

    private static Page open(String path) {
        Page page = chromium.somebody().newPage();
        page.navigate(
                halley.gateway() + "/classic/" + path,
                new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
        return page;
    }

    private static void say(Page page, String words) {
        page.locator("#word").fill(words);
        page.getByText("Send").click();
    }

    private static void assertSaid(List<Page> pages, String... words) {
        pages.forEach(page -> assertThat(page.locator("#content div")).hasText(words));
    }

    private static void library(String resource, String name) throws IOException {
        try (InputStream in = ClassicPagesTest.class.getResourceAsStream("/META-INF/resources/webjars/" + resource)) {
            Files.write(
                    pages.resolve(name), Objects.requireNonNull(in, resource).readAllBytes());
        }
    }
}
