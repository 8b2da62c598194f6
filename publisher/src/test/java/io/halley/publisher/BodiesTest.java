package io.halley.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventType;
import io.halley.shared.event.InvalidValueException;
import io.halley.shared.event.TooLargeException;
import io.halley.shared.http.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Bodies of batches and pushes. */
final class BodiesTest {

    @Test
    void an_entry_keeps_its_data_and_gets_a_key_of_its_own() {
        List<BatchEntry> entries = BatchBody.read(
                "application/json",
                Buffer.buffer(
                        "[ {\"channel\":\"chat:a\",\"data\":{\"n\": 1.10}} , {\"channel\":\"chat:a\",\"type\":\"t\",\"data\":\"]\"}]"),
                "k");

        assertThat(entries).hasSize(2).allSatisfy(entry -> assertThat(entry).isInstanceOf(BatchEntry.Valid.class));
        assertThat(((BatchEntry.Valid) entries.get(0)).draft())
                .isEqualTo(Drafts.of(new Channel("chat:a"), EventType.MESSAGE, new EventData("{\"n\":1.10}"), "k#0"));
        assertThat(((BatchEntry.Valid) entries.get(1)).draft().data().json()).isEqualTo("\"]\"");
    }

    @Test
    void the_channel_of_an_entry_that_is_refused_is_still_known() {
        assertThat(BatchEntry.read("{\"x\":{\"channel\":\"chat:no\"},\"channel\":\"chat:a\"}", null)
                        .channelName())
                .isEqualTo("chat:a");
        assertThat(BatchEntry.read("{\"data\":1,\"data\":2,\"channel\":\"chat:a\"}", null)
                        .channelName())
                .isEqualTo("chat:a");
        assertThat(BatchEntry.read("{\"channel\":7}", null).channelName()).isNull();
        assertThat(BatchEntry.read("\"channel\"", null).channelName()).isNull();
        assertThat(BatchEntry.read("", null).channelName()).isNull();
    }

    @Property(tries = 2000)
    void a_batch_is_entries_or_a_refusal(@ForAll("bodies") Buffer body, @ForAll boolean lines) {
        String contentType = lines ? "application/x-ndjson" : "application/json";
        assertRefusedOrRead(() -> BatchBody.read(contentType, body, null).forEach(entry -> {
            if (entry instanceof BatchEntry.Invalid invalid) {
                assertThat(invalid.problem().status()).isBetween(400, 499);
            }
        }));
    }

    @Property(tries = 2000)
    void a_push_is_read_or_refused(@ForAll("bodies") Buffer body) {
        assertRefusedOrRead(() -> PushBody.read("application/json", body).data());
    }

    @Provide
    Arbitrary<Buffer> bodies() {
        Arbitrary<Buffer> built = Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "\"to\":",
                        "\"all\"",
                        "[\"1\"]",
                        "\"url\":",
                        "\"x.de\"",
                        "\"title\":",
                        "\"é\"",
                        "\"channel\":",
                        "\"chat:a\"",
                        "\"clock\"",
                        "\"data\":",
                        "null",
                        "1e9",
                        " ",
                        "\n",
                        "\\",
                        "\"",
                        "{\"channel\":\"chat:a\",\"data\":1}",
                        "{\"to\":\"all\",\"url\":\"",
                        "\ud83d\ude00",
                        "\u0000")
                .list()
                .ofMaxSize(12)
                .map(parts -> Buffer.buffer(String.join("", parts)));
        return Arbitraries.oneOf(built, Arbitraries.bytes().array(byte[].class).map(Buffer::buffer));
    }

    private static void assertRefusedOrRead(Runnable reading) {
        Throwable refusal = catchThrowable(reading::run);
        if (refusal != null) {
            assertThat(refusal)
                    .isInstanceOfAny(ProblemException.class, InvalidValueException.class, TooLargeException.class);
        }
    }
}
