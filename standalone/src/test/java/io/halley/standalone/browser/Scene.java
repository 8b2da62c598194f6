package io.halley.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.halley.standalone.RunningHalley;
import io.halley.standalone.browser.FaultyProxy.Fault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Halley, a proxy before its gateway, a site to be pushed, and a browser: what these tests play with. As an extension of a
 * class of tests it is swept after each of them, and ends with the last.
 */
final class Scene implements AfterEachCallback, AfterAllCallback, AutoCloseable {

    private final RunningHalley halley;
    private final FaultyProxy proxy;
    private final Site site;
    private final Chromium chromium;

    Scene() {
        this(Map.of());
    }

    /** With some {@code HALLEY_…} variables set. */
    Scene(Map<String, String> variables) {
        halley = new RunningHalley(variables);
        proxy = new FaultyProxy(halley.gateway().getPort());
        site = new Site();
        chromium = new Chromium();
    }

    RunningHalley halley() {
        return halley;
    }

    FaultyProxy proxy() {
        return proxy;
    }

    Site site() {
        return site;
    }

    Chromium chromium() {
        return chromium;
    }

    /** An address of the gateway, as browsers see it: through the proxy. */
    String address(String path) {
        return "http://127.0.0.1:" + proxy.port() + path;
    }

    /** Opens a page that is for a user, and signs the user in there. */
    Page open(BrowserContext browser, String path, String user) {
        Page page = browser.newPage();
        page.navigate(address(path + (path.contains("?") ? "&" : "?") + "user=" + user));
        page.locator("button:focus", new Page.LocatorOptions().setHasText("Sign in as " + user))
                .press("Enter");
        assertThat(page.locator("#state")).hasText("Connected");
        return page;
    }

    /** Opens the operator console by the link that {@code bin/run} prints. */
    Page openConsole(BrowserContext browser) {
        Page page = browser.newPage();
        page.navigate(halley.publisher() + "/#key=" + halley.key());
        assertThat(page.locator("#push-form")).isVisible();
        return page;
    }

    /** Pushes an address to users by the publisher's API. */
    void push(String url, String title, String... users) {
        asBackEnd(
                "/v1/push",
                new JsonObject()
                        .put("to", new JsonArray(List.of(users)))
                        .put("url", url)
                        .put("title", title));
    }

    /** Publishes an event by the publisher's API. */
    void publish(String channel, String type, Object data) {
        asBackEnd(
                "/v1/channels/" + URLEncoder.encode(channel, StandardCharsets.UTF_8) + "/events",
                new JsonObject().put("type", type).put("data", data));
    }

    /** What is sent next is of a later ms: by their times, pages tell which of two channels' events was first. */
    private void asBackEnd(String path, JsonObject body) {
        HttpResponse<String> answer = halley.postAsBackEnd(path, body.encode());
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        long answered = System.currentTimeMillis();
        while (System.currentTimeMillis() <= answered) {
            Thread.onSpinWait();
        }
    }

    /** Closes every window, and lets everything through again. */
    @Override
    public void afterEach(ExtensionContext test) {
        proxy.become(Fault.NONE);
        chromium.leave();
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        close();
    }

    @Override
    public void close() {
        chromium.close();
        site.close();
        proxy.close();
        halley.close();
    }
}
