package io.halley.standalone.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.UserId;
import io.halley.standalone.publisher.PublisherUnderTest.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a publisher says of users and of channels. */
final class DirectoryTest {

    @AutoClose
    private final PublisherUnderTest publisher;

    DirectoryTest(@TempDir Path folder) {
        this.publisher = new PublisherUnderTest(folder);
    }

    @Test
    void users_are_listed_in_parts() {
        signIn("a1", "a2", "a3", "b1");

        Answer first = publisher.get("/v1/users?prefix=a&limit=2");
        assertThat(first.names("users", "user")).containsExactly("a1", "a2");
        Answer rest =
                publisher.get("/v1/users?prefix=a&limit=2&after=" + first.json().getString("next"));
        assertThat(rest.names("users", "user")).containsExactly("a3");
        assertThat(rest.json().getString("next")).isNull();
        assertThat(publisher.get("/v1/users?online=true").list("users")).isEmpty();
        assertThat(publisher.get("/v1/users/a2").json().getMap())
                .containsEntry("user", "a2")
                .containsEntry("online", false)
                .containsKeys("firstSeen", "lastSeen");
    }

    @Test
    void a_channel_can_be_looked_at_and_deleted() {
        String id = publisher
                .post("/v1/channels/chat:a/events", "{\"data\":1}")
                .json()
                .getString("id");
        publisher.post("/v1/channels/chat:b/events", "{\"data\":1}");
        Answer part = publisher.get("/v1/channels?limit=1");
        assertThat(part.names("channels", "channel")).containsExactly("chat:a");
        assertThat(publisher
                        .get("/v1/channels?after=" + part.json().getString("next"))
                        .names("channels", "channel"))
                .containsExactly("chat:b");
        assertThat(publisher.get("/v1/channels/chat:a").json().getMap())
                .containsEntry("channel", "chat:a")
                .containsEntry("epoch", id.replaceFirst("\\..*", ""))
                .containsEntry("earliest", id)
                .containsEntry("head", id)
                .containsEntry("events", 1)
                .containsEntry("subscribers", 0);

        assertThat(publisher.delete("/v1/channels/chat:a").status()).isEqualTo(204);
        assertThat(publisher.get("/v1/channels/chat:a").status()).isEqualTo(404);
        assertThat(publisher.delete("/v1/channels/chat:a").status()).isEqualTo(404);
        assertThat(publisher.get("/v1/channels").names("channels", "channel")).containsExactly("chat:b");
        assertThat(publisher.get("/v1/channels/chat:a/events").list("events")).isEmpty();
    }

    /** Which makes nobody online. */
    private void signIn(String... users) {
        for (String user : users) {
            publisher.client.signIn(new UserId(user)).await();
        }
    }
}
