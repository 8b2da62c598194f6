package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages of old: each is shown once, whoever reads, and how much is lost to who does not. */
@Timeout(60)
class ClassicMessagesTest {

    private static final String PAD = " ".repeat(4_000);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Numbered NUMBERED = new Numbered(300);

    /** Of 4 KB each: what lies in the kernel here and that of the client, and in the gateway. */
    private static final int MOST_ON_THE_WAY = 60;

    /** So many wake it in vain: whoever takes messages takes four at once. */
    private static final int SETTLED = 10;

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

    @Test
    void messages_are_shown_once_to_one_of_two_readers() throws Exception {
        String name = "/classic/messages?user=reader";
        halley.publish("user:reader", "\"<first>\"");
        try (RawConnection one = connect()) {
            one.get(name).readHead();
            assertThat(one.readUntil("&gt;<br />")).isEqualTo(PAD + "<br />" + PAD + "<br />&lt;first&gt;<br />");
            halley.postAsBackEnd("/v1/push", "{\"to\":[\"reader\"],\"url\":\"http://example.org/\",\"title\":\"T\"}");
            assertThat(one.readUntil("T<br />")).isEqualTo(PAD + "<br />http://example.org/ T<br />");
            // or it might still take what comes next
            one.leave();
        }
        halley.publish("user:reader", "{\"n\":1}");
        try (RawConnection two = connect()) {
            two.get(name).readHead();
            assertThat(two.readUntil("}<br />")).isEqualTo(PAD + "<br />" + PAD + "<br />{&quot;n&quot;:1}<br />");
        }
    }

    @Test
    void messages_come_once_each_however_many_read() throws Exception {
        halley.signIn("classic");
        halley.postAsBackEnd("/v1/batch", NUMBERED.batch("user:classic"));
        try (ClassicReaders readers = new ClassicReaders(Collections.nCopies(4, halley.gateway()))) {
            readers.await(NUMBERED.count());
            halley.publish("user:classic", "\"last\"");
            assertThat(readers.upTo("last")).containsExactlyInAnyOrderElementsOf(NUMBERED.wordsAnd("last"));
        }
    }

    @Test
    void little_is_taken_by_one_who_never_reads() throws Exception {
        String path = "/classic/messages?user=stalled";
        try (RawConnection never = new RawConnection(halley.gateway(), 4 * 1024)) {
            never.get(path).readHead();
            halley.postAsBackEnd("/v1/batch", NUMBERED.batch("user:stalled"));
            assertThat(takenWhenSettled()).isLessThanOrEqualTo(MOST_ON_THE_WAY);
            try (ClassicReaders reader = new ClassicReaders(List.of(halley.gateway()), path)) {
                while (!reader.show("last")) {
                    // it may be taken by the other one, which need not have had enough yet
                    halley.publish("user:stalled", "\"last\"");
                    Await.until("all is taken", SOON, () -> unread() == 0);
                }
                List<String> shown = reader.upTo("last").stream()
                        .filter(NUMBERED.words()::contains)
                        .toList();
                assertThat(NUMBERED.words()).containsSubsequence(shown);
                assertThat(NUMBERED.count() - shown.size()).isBetween(1, MOST_ON_THE_WAY);
            }
        }
    }

    /** How many are taken, when one after the other comes and none of them is. */
    private static int takenWhenSettled() {
        int published = NUMBERED.count();
        int taken = published - unread();
        int untaken = 0;
        while (untaken < SETTLED) {
            halley.publish("user:stalled", "\"more\"");
            int now = ++published - unread();
            untaken = now == taken && now > 0 ? untaken + 1 : 0;
            taken = now;
        }
        return taken;
    }

    private static int unread() {
        return new JsonObject(halley.getAsBackEnd("/v1/users/stalled/inbox?state=unread&limit=1")
                        .body())
                .getInteger("unread");
    }

    private static RawConnection connect() throws IOException {
        return new RawConnection(halley.gateway());
    }
}
