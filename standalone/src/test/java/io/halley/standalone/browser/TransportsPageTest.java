package io.halley.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("browser")
final class TransportsPageTest {

    private static final List<String> TRANSPORTS = List.of("sse", "poll", "ndjson", "iframe", "ws");

    @RegisterExtension
    private static final Scene scene = new Scene();

    @Test
    void all_of_them_carry_the_same_through_a_restart_of_the_server() {
        Page page = scene.open(scene.chromium().somebody(), "/transports", "ann");
        page.getByText("Send 20").click();
        TRANSPORTS.forEach(transport -> assertThat(ids(page, transport)).hasCount(20));
        assertThat(page.locator("#verdict")).hasAttribute("data-same", "yes");
        assertThat(page.locator("#verdict")).hasText("The same 20 events in all five columns, in the same order.");
        assertThat(scene.chromium().complaints()).isEmpty();

        page.getByText("Send 20").click();
        page.waitForCondition(() -> ids(page, "sse").count() > 25);
        scene.halley().restart();
        TRANSPORTS.forEach(transport -> assertThat(ids(page, transport)).hasCount(40));
        assertThat(page.locator("#verdict")).hasAttribute("data-same", "yes");
        List<String> sent = ids(page, "poll").allTextContents();
        assertThat(sent).doesNotHaveDuplicates();
        assertThat(TRANSPORTS)
                .allSatisfy(transport ->
                        assertThat(ids(page, transport).allTextContents()).isEqualTo(sent));
        assertThat(scene.chromium().complaintsBesidesTheNetwork()).isEmpty();
    }

    @Test
    void what_is_missing_twice_or_out_of_order_is_found() {
        Page page = scene.chromium().somebody().newPage();
        page.navigate(scene.address("/"));
        Object found = page.evaluate(
                """
                async () => {
                  const { comparison } = await import("/transports/comparison.js");
                  const readers = ["all", "late", "gap", "double", "turned"];
                  const compared = comparison(readers);
                  const give = (name, ...ids) => ids.map((id) => compared.arrived(name, id));
                  give("all", "a", "b", "c", "d");
                  give("late", "a", "b");
                  return [
                    give("gap", "a", "d"), give("double", "a", "b", "b", "c", "d"), give("turned", "b", "a", "c", "d"),
                    compared.result().behind, compared.result().faults, compared.result().count,
                  ].map((part) => JSON.stringify(part));
                }""");
        assertThat(found)
                .isEqualTo(List.of(
                        "[null,\"gap\"]",
                        "[null,null,\"extra\",null,null]",
                        "[\"gap\",\"extra\",null,null]",
                        "[[\"late\",2]]",
                        "[[\"gap\",2,0],[\"double\",0,1],[\"turned\",1,1]]",
                        "4"));
    }

    @Test
    void each_is_shown_as_it_looks_on_the_wire() {
        scene.publish("chat:transports", "message", "Seen on the wire");
        Page page = scene.open(scene.chromium().somebody(), "/transports", "ben");
        page.getByText("Look", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("#wire pre"))
                .containsText(new String[] {"event: $open", "\"events\":[", "\"Seen on", "<script", "\"Seen on"});
        assertThat(scene.chromium().complaints()).isEmpty();
    }

    private static Locator ids(Page page, String transport) {
        return page.locator("#column-" + transport + " .id");
    }
}
