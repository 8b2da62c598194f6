package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Polls, one after the other over one connection; each goes on from the cursor of the one before. */
final class PollClient implements TransportClient {

    private final RawConnection connection;
    private final String target;
    private final String[] headers;
    private final Deque<Said> said = new ArrayDeque<>();
    private RawConnection.@Nullable Answer head;
    private String cursor = "";
    private boolean more = true;

    PollClient(RawConnection connection, String target, String... headers) throws IOException {
        this.connection = connection;
        this.target = target;
        this.headers = headers;
        ask("&wait=0");
    }

    @Override
    public RawConnection.Answer head() throws IOException {
        if (head == null) {
            takeAnswer();
        }
        return Objects.requireNonNull(head);
    }

    /** Null if the gateway stops. */
    @Override
    public @Nullable Said next() throws IOException {
        if (said.isEmpty() && head != null && head.status() == 200) {
            ask("&wait=10");
            takeAnswer();
        }
        head();
        return said.poll();
    }

    @Override
    public List<Said> replay() throws IOException {
        List<Said> all = new ArrayList<>();
        do {
            all.add(Objects.requireNonNull(next(), "a stop"));
        } while (more || !said.isEmpty());
        return all;
    }

    private void ask(String wait) throws IOException {
        if (cursor.isEmpty()) {
            connection.get(target + wait, headers);
        } else {
            connection.get(target + wait, "If-None-Match", "\"" + cursor + "\"");
        }
    }

    private void takeAnswer() throws IOException {
        RawConnection.Answer answer = connection.readAnswer();
        head = answer;
        if (answer.status() == 503) {
            return;
        }
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        JsonObject json = new JsonObject(answer.body());
        assertThat(json.fieldNames()).containsExactly("events", "cursor", "more");
        cursor = json.getString("cursor");
        more = json.getBoolean("more");
        assertThat(answer.header("ETag")).isEqualTo("\"" + cursor + "\"");
        String start = "{\"events\":";
        assertThat(answer.body()).startsWith(start);
        String rest = answer.body().substring(start.length(), answer.body().lastIndexOf(",\"cursor\":"));
        JsonText.elements(rest).forEach(event -> said.add(new Said(event, null)));
        said.add(new Said(null, cursor));
    }

    @Override
    public void kill() {
        connection.kill();
    }
}
