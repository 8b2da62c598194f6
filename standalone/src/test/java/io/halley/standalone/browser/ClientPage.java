package io.halley.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;

/** A page in which {@code client/halley.js} keeps what it hands over: as {@code seen} by channels, and as {@code states}. */
record ClientPage(Page page) {

    private static final String CONNECT =
            """
            async (options) => {
              const { connect } = await import("/halley.js");
              window.seen = {};
              window.states = [];
              const keep = (event) => (seen[event.channel] ??= []).push(event.type === "$gap" ? "gap" : event.data);
              window.connection = connect({
                ...options,
                on: { message: keep, push: keep, $gap: keep },
                onState: (state, problem) => states.push(problem ? `${state} ${problem.status}` : state),
              });
            }""";

    /** One that may have frames, of nobody who is signed in, and that asks its server for nothing by itself any more. */
    static ClientPage open(Scene scene) {
        Page page = scene.chromium().somebody().newPage();
        page.navigate(scene.address("/chat"));
        assertThat(page.getByLabel("User id")).isVisible();
        return new ClientPage(page);
    }

    /** Connects by {@code options}; what comes of that is to be awaited. */
    void connect(Map<String, ?> options) {
        page.evaluate(CONNECT, options);
    }

    /** Connects, and waits until it is. */
    void connect(String transport, String... channels) {
        connect(Map.of("channels", List.of(channels), "transport", transport));
        await("connection.state === 'open'");
    }

    /** Waits until a condition in JavaScript holds. */
    void await(String condition) {
        page.waitForCondition(() -> evaluate("Boolean(" + condition + ")").equals(true));
    }

    Object evaluate(String expression) {
        return page.evaluate(expression);
    }
}
