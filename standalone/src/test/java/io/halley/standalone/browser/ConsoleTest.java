package io.halley.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.GatewayInfo;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.StoreCommand.Report;
import io.halley.shared.event.UserId;
import io.halley.standalone.publisher.PublisherUnderTest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator console in a browser. */
@Tag("browser")
final class ConsoleTest {

    private static final Chromium CHROMIUM = new Chromium();

    private final PublisherUnderTest publisher;
    private final BrowserContext profile = CHROMIUM.somebody();
    private final Page page = profile.newPage();

    ConsoleTest(@TempDir Path folder) {
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
    void asks_for_the_key_until_it_is_right_and_only_once() {
        open("/");
        page.getByLabel("Publish key").fill("not the key of this server");
        button("Open the console").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("no spaces");
        page.getByLabel("Publish key").fill("not-the-key-of-this-server");
        button("Open the console").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("does not take this key");

        page.getByLabel("Publish key").fill(PublisherUnderTest.KEY);
        page.getByLabel("Remember").check();
        button("Open the console").click();
        assertThat(page.locator("#state")).hasText("Connected");
        Page other = profile.newPage();
        other.navigate(publisher.uri("/").toString());
        assertThat(other.locator("#state")).hasText("Connected");

        button("Forget the key").click();
        page.reload();
        assertThat(page.getByLabel("Publish key")).isVisible();
        assertThat(page.locator("#console")).isHidden();
    }

    @Test
    void takes_the_key_from_a_link_and_out_of_the_address_bar() {
        open("/#key=" + PublisherUnderTest.KEY);

        assertThat(page.locator("#state")).hasText("Connected");
        assertThat(page.url()).isEqualTo(publisher.uri("/").toString());
        assertThat(page.locator("#no-users")).containsText("Nobody has signed in yet");
        Page elsewhere = profile.newPage();
        elsewhere.navigate(publisher.uri("/").toString());
        assertThat(elsewhere.getByLabel("Publish key")).isVisible();
    }

    @Test
    void pushes_to_users_from_the_list_and_to_new_ones_and_shows_each_result() {
        publisher.client.signIn(new UserId("alice")).await();
        publisher.client.signIn(new UserId("bob")).await();
        publisher.keepReporting(new Report(
                new GatewayId("a-gateway", 0),
                new GatewayInfo("a-gateway", 1, 0, 1, 0),
                Map.of(),
                List.of(new Lease(new UserId("alice"), "page", "sse")),
                List.of(),
                List.of(),
                List.of()));
        open("/#key=" + PublisherUnderTest.KEY);
        page.getByLabel("alice").check();
        page.getByLabel("Other user ids").fill("carol, dave;no id!");
        page.getByLabel("Address").fill("example.com/autumn leaves");
        page.getByLabel("Title").fill("Autumn");

        button("Push to 5 users").click();
        assertThat(page.locator("#push-problem")).containsText("“id!” is no user id");
        page.getByLabel("Other user ids").fill("carol, dave alice");
        button("Push to 3 users").click();
        assertThat(page.locator("#push-problem")).containsText("without spaces");
        assertThat(publisher.get("/v1/channels?prefix=user:").list("channels")).isEmpty();

        page.getByLabel("Address").fill("example.com/autumn");
        page.keyboard().press("Enter");
        assertThat(page.locator("#results summary")).containsText("Pushed to 3 users");
        assertThat(page.locator("#results tbody tr")).hasCount(3);
        assertThat(page.locator("#results tbody tr").first()).containsText("aliceyes");
        JsonObject event =
                publisher.get("/v1/channels/user:dave/events").list("events").getJsonObject(0);
        assertThat(event.getJsonObject("data"))
                .isEqualTo(new JsonObject("{\"url\":\"http://example.com/autumn\",\"title\":\"Autumn\"}"));
        assertThat(publisher.get("/v1/channels?prefix=user:").list("channels")).hasSize(3);
    }

    @Test
    void says_when_the_store_is_away_and_goes_on_when_it_is_back() {
        open("/#key=" + PublisherUnderTest.KEY);
        assertThat(page.locator("#state")).hasText("Connected");
        page.getByText("Everybody", new Page.GetByTextOptions().setExact(true)).click();
        page.getByLabel("Address").fill("example.com");

        publisher.stopStore();
        button("Push to everybody").click();
        assertThat(page.locator("#push-problem")).containsText("Push again to repeat it");
        assertThat(page.locator("#state")).hasText("Store away");
        assertThat(page.locator("#trouble")).containsText("This page keeps trying");

        publisher.startStore();
        assertThat(page.locator("#state")).hasText("Connected");
        assertThat(page.locator("#trouble")).isHidden();
        button("Push to everybody").click();
        assertThat(page.locator("#results summary")).containsText("Pushed to everybody");
        assertThat(publisher.get("/v1/channels/users/events").list("events")).hasSize(1);
    }

    private void open(String path) {
        page.navigate(publisher.uri(path).toString());
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
