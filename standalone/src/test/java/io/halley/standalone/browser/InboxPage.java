package io.halley.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.stream.Stream;

/** The inbox page, as tests see it. */
final class InboxPage {

    private InboxPage() {}

    /** Opens it for a user, in a browser of its own. */
    static Page open(Scene scene, String user) {
        return scene.open(scene.chromium().somebody(), "/inbox", user);
    }

    /** That these are unread, the newest first, and nothing else. */
    static void assertUnread(Page page, String... titles) {
        int count = titles.length;
        assertThat(page).hasTitle(count == 0 ? "Inbox · Halley" : "(" + count + ") Inbox · Halley");
        assertThat(page.locator("#count")).hasText(count == 0 ? "Nothing unread" : count + " unread");
        assertThat(page.locator(".entry.unread strong"))
                .hasText(Stream.of(titles).map("Unread: "::concat).toArray(String[]::new));
    }

    /** That these are read, the newest first, and nothing else. */
    static void assertRead(Page page, String... titles) {
        assertThat(page.locator("#read strong")).hasText(titles);
    }
}
