package io.halley.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.GatewayInfo;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.Progress;
import io.halley.shared.bus.StoreCommand.Report;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.halley.standalone.publisher.PublisherUnderTest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator console shows without being asked. */
@Tag("browser")
final class LiveConsoleTest {

    private static final UserId ALICE = new UserId("alice");
    private static final Chromium CHROMIUM = new Chromium();

    private final PublisherUnderTest publisher;
    private final Page page = CHROMIUM.somebody().newPage();
    private long written; // events, as the only gateway reports them

    LiveConsoleTest(@TempDir Path folder) {
        publisher = new PublisherUnderTest(folder);
    }

    @AfterAll
    static void quit() {
        CHROMIUM.close();
    }

    @AfterEach
    void close() {
        List<String> complaints = CHROMIUM.complaintsBesidesTheNetwork();
        CHROMIUM.leave();
        publisher.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void shows_each_step_of_a_push_when_it_is_taken() {
        publisher.client.signIn(ALICE).await();
        Chromium.hurry(page.context(), "ms === 2_000");
        open();
        page.getByLabel("Other user ids").fill("alice, bob");
        page.getByLabel("Address").fill("example.com");
        button("Push to 2 users").click();
        Locator steps = page.locator(".steps").first();
        assertThat(steps.locator("li")).hasCount(1);
        assertThat(steps).containsText("sent");
        EventId id = EventId.parse(publisher
                .get("/v1/channels/user:alice/events")
                .list("events")
                .getJsonObject(0)
                .getString("id"));

        report(1, List.of(), List.of(), List.of(new Progress(ALICE, Channel.ofUser(ALICE), id, null)));
        assertThat(steps.locator("li").last()).containsText("written");
        report(1, List.of(), List.of(), List.of(new Progress(ALICE, Channel.ofUser(ALICE), null, id)));
        assertThat(steps.locator("li").last()).containsText("delivered");
        publisher.client.markRead(ALICE, List.of(), List.of(id)).await();
        assertThat(steps)
                .hasText(
                        Pattern.compile(
                                "sent \\d\\d:\\d\\d:\\d\\d ?written \\d\\d:\\d\\d:\\d\\d ?delivered \\d\\d:\\d\\d:\\d\\d ?read \\d\\d:\\d\\d:\\d\\d"));
        assertThat(page.locator(".tally")).hasText("1 read · 1 sent");

        page.getByText("Everybody", new Page.GetByTextOptions().setExact(true)).click();
        button("Push to everybody").click();
        assertThat(page.locator("#results summary").first()).containsText("Pushed to everybody");
        assertThat(page.locator(".steps").first().locator("li")).hasCount(1);
    }

    @Test
    void counts_the_steps_of_a_push_once_for_all_of_an_answer() {
        AtomicReference<String> receipt = new AtomicReference<>(
                "{\"state\":\"sent\",\"sent\":1,\"written\":null,\"delivered\":null,\"read\":null}");
        page.route(
                "**/v1/receipts*",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"receipts\":[" + String.join(",", Collections.nCopies(3, receipt.get())) + "]}")));
        open();
        page.getByLabel("Other user ids").fill("alice, bob, cem");
        page.getByLabel("Address").fill("example.com");
        button("Push to 3 users").click();
        Locator tally = page.locator(".tally");
        assertThat(tally).hasText("3 sent");
        tally.evaluate(
                """
                (place) => {
                  window.counted = 0;
                  new MutationObserver((changes) => (counted += changes.length)).observe(place, { childList: true });
                }""");
        receipt.set("{\"state\":\"written\",\"sent\":1,\"written\":2,\"delivered\":null,\"read\":null}");
        assertThat(tally).hasText("3 written");
        assertThat(page.evaluate("counted")).isEqualTo(1);
    }

    @Test
    void shows_who_comes_and_goes_and_on_which_devices_without_waiting_for_its_timer() {
        publisher.client.signIn(ALICE).await();
        page.addInitScript(
                """
                const set = window.setTimeout;
                window.setTimeout = (task, ms) => (ms === 5_000 ? 0 : set(task, ms));
                """);
        open();
        Locator row = page.locator("#users li");
        assertThat(row).containsText("just now");
        assertThat(page.locator("#users-count")).hasText("0 of 1 online");
        publisher.awaitHeldHistories(1);

        Lease stream = new Lease(ALICE, "desk", "sse");
        Lease poll = new Lease(ALICE, "phone", "poll");
        page.waitForResponse(
                answer -> answer.url().contains("/presence/events"),
                () -> report(2, List.of(stream, poll), List.of(), List.of()));
        assertThat(row.locator(".seen")).hasText("online");
        assertThat(page.locator("#users-count")).hasText("1 of 1 online");
        row.locator("button").press("Enter");
        assertThat(row.locator("button")).hasAttribute("aria-expanded", "true");
        assertThat(row.locator(".devices li").first()).containsText("sse at a-gateway, since");
        assertThat(row.locator(".devices li").last()).containsText("poll at a-gateway, since");

        report(0, List.of(), List.of(stream, poll), List.of());
        assertThat(row.locator(".seen")).not().hasText("online");
        assertThat(row.locator(".devices")).isHidden();
    }

    @Test
    void says_since_when_it_is_not_certain_who_is_online() {
        publisher.client.signIn(ALICE).await();
        Lease lease = new Lease(ALICE, "page", "sse");
        // once: nobody says anything of it to the store that is back
        publisher
                .client
                .report(reportOf(1, List.of(lease), List.of(), List.of()))
                .await();
        open();
        assertThat(page.locator("#users .seen")).hasText("online");

        publisher.stopStore();
        publisher.startStore();
        page.reload();
        assertThat(page.locator("#presence")).containsText("it is not certain who is online");
        assertThat(page.locator("#users .seen")).hasText("online");
    }

    @Test
    void plots_connections_and_events_and_no_restart_as_a_fall_below_nothing() {
        // each is seen for two seconds at most
        page.addInitScript(
                """
                Object.assign(window, { lines: [], rates: [] });
                new MutationObserver(() => {
                  const line = document.querySelector("#connections .line")?.getAttribute("d");
                  lines.push(...(line ? [[line, document.querySelectorAll("#events .line").length]] : []));
                  rates.push(document.querySelector("#events strong")?.textContent ?? "");
                }).observe(document, { childList: true, subtree: true });
                """);
        report(3, List.of(), List.of(), List.of());
        open();
        assertThat(page.getByLabel(Pattern.compile("^Connections: 3 now"))).isVisible();
        assertThat(page.evaluate("[/^M.*h0$/.test(lines[0][0]), lines[0][1]]")).isEqualTo(List.of(true, 0));

        written = 1_000;
        report(5, List.of(), List.of(), List.of());
        assertThat(page.locator("#connections strong")).hasText("5");
        page.waitForFunction("rates.some((rate) => /^[1-9]/.test(rate))");
        page.getByText("1 gateway").click();
        assertThat(page.locator("#gateways tr")).containsText("a-gateway");

        written = 1;
        report(5, List.of(), List.of(), List.of());
        page.waitForResponse(answer -> answer.url().endsWith("/v1/gateways"), () -> {});
        page.waitForResponse(answer -> answer.url().endsWith("/v1/gateways"), () -> {});
        assertThat(page.getByLabel(Pattern.compile("^Events per second: 0 now, at most [1-9]")))
                .isVisible();
        assertThat(page.evaluate("rates.filter((rate) => Number(rate) < 0)")).isEqualTo(List.of());
    }

    private void report(int streams, List<Lease> came, List<Lease> released, List<Progress> progress) {
        publisher.keepReporting(reportOf(streams, came, released, progress));
    }

    private Report reportOf(int streams, List<Lease> came, List<Lease> released, List<Progress> progress) {
        return new Report(
                new GatewayId("a-gateway", 0),
                new GatewayInfo("a-gateway", streams, 0, 1, written),
                Map.of(),
                came,
                List.of(),
                released,
                progress);
    }

    private void open() {
        page.navigate(publisher.uri("/#key=" + PublisherUnderTest.KEY).toString());
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
