package io.halley.standalone.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The system's Chromium, driven through the system's Node, and what the pages in it complained about. It is one process for
 * all tests of this JVM, since it takes seconds to start; what one of these has opened there is its own. For the thread of
 * the tests only.
 */
final class Chromium implements AutoCloseable {

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    /** Pages come back from a fault after up to 8 s, and a machine may have a lot else to do. */
    private static final int PATIENCE_MS = 30_000;

    private static final Set<String> TROUBLE = Set.of("error", "warning");

    private final Browser browser = Launched.BROWSER;
    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** A browser of somebody's own: no cookie in it is anyone else's. */
    BrowserContext somebody() {
        return listening(browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true)));
    }

    /** The same, with other languages than English: {@code zh-CN}. */
    BrowserContext somebodySpeaking(String language) {
        return listening(browser.newContext(new Browser.NewContextOptions().setLocale(language)));
    }

    /** The same, on the smallest phone that the pages are made for. */
    BrowserContext somebodyOnAPhone() {
        return listening(browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(360, 640)
                .setHasTouch(true)
                .setIsMobile(true)));
    }

    /**
     * Has every timer of so many ms be over after 50 in the pages that are opened from now on: for what they show in the end,
     * and not when.
     *
     * @param timers a condition on {@code ms}, in JavaScript
     */
    static void hurry(BrowserContext browser, String timers) {
        browser.addInitScript(
                """
                {
                  const set = window.setTimeout;
                  window.setTimeout = (task, ms) => set(task, (%s) ? 50 : ms);
                }
                """
                        .formatted(timers));
    }

    /** Closes every window, and forgets what was complained about. */
    void leave() {
        contexts.forEach(BrowserContext::close);
        contexts.clear();
        complaints.clear();
    }

    /** Errors and warnings of all consoles so far, violations of a content security policy among them. */
    List<String> complaints() {
        return complaints;
    }

    /** The same without requests that failed or were refused, for tests that make them fail. */
    List<String> complaintsBesidesTheNetwork() {
        Pattern network = Pattern.compile(
                "Failed to load resource|net::ERR_|EventSource's response has a|^error: WebSocket connection to");
        return complaints.stream()
                .filter(complaint -> !network.matcher(complaint).find())
                .toList();
    }

    private BrowserContext listening(BrowserContext context) {
        contexts.add(context);
        context.setDefaultTimeout(PATIENCE_MS);
        context.onConsoleMessage(this::hear);
        context.onWebError(error -> complaints.add(error.error()));
        return context;
    }

    private void hear(ConsoleMessage message) {
        if (TROUBLE.contains(message.type())) {
            complaints.add(message.type() + ": " + message.text() + " (" + message.location() + ")");
        }
    }

    private static String program(String variable, String... names) {
        String set = System.getenv(variable);
        if (set != null && !set.isEmpty()) {
            return set;
        }
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new IllegalStateException(
                        "none of " + List.of(names) + " on the PATH; set " + variable + " to where it is"));
    }

    @Override
    public void close() {
        leave();
    }

    /** Begins with the first test that needs it, and ends with the JVM. */
    private static final class Launched {

        private static final Browser BROWSER = launch();

        private static Browser launch() {
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
            Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                    .setEnv(Map.of(
                            "PLAYWRIGHT_NODEJS_PATH",
                            program("PLAYWRIGHT_NODEJS_PATH", "node"),
                            "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                            "1")));
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close, "chromium-end"));
            return playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(Path.of(program(
                                    "CHROMIUM",
                                    "chromium",
                                    "chromium-browser",
                                    "google-chrome",
                                    "google-chrome-stable")))
                            .setArgs(ARGUMENTS));
        }
    }
}
