package io.halley.standalone.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.UserId;
import io.halley.standalone.publisher.PublisherUnderTest.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DocsTest {

    private static final Pattern EXAMPLE = Pattern.compile("<code data-status=\"(\\d+)\">([^<]*)</code>");
    private static final Pattern WORD = Pattern.compile("(?:\"([^\"]*)\"|'([^']*)'|([^\\s'\"]+))");

    private final PublisherUnderTest publisher;

    DocsTest(@TempDir Path folder) {
        this.publisher = new PublisherUnderTest(folder);
    }

    @AfterEach
    void stop() {
        publisher.close();
    }

    @Test
    void every_curl_line_does_what_the_docs_say() {
        publisher.client.signIn(new UserId("1")).await();
        String docs = publisher.get("/docs").response().body();
        int examples = 0;

        for (Matcher example = EXAMPLE.matcher(docs); example.find(); examples++) {
            String line = example.group(2).replace("&amp;", "&");
            Answer answer = publisher.send(request(line));
            assertThat(answer.status())
                    .as("%s%n%s", line, answer.response().body())
                    .isEqualTo(Integer.parseInt(example.group(1)));
            assertThat(answer.response().body()).as(line).doesNotContain("\"problem\"");
        }

        assertThat(examples).isGreaterThan(10);
        assertThat(docs.split("curl ", -1))
                .as("every line with curl is an example")
                .hasSize(examples + 1);
    }

    /** What curl would send; knows only what the docs use. */
    private HttpRequest.Builder request(String line) {
        Iterator<String> words = words(line).iterator();
        assertThat(words.next()).isEqualTo("curl");
        HttpRequest.Builder request = HttpRequest.newBuilder();
        String method = "";
        String body = "";
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "-X" -> method = words.next();
                case "-d" -> body = words.next();
                case "-H" -> {
                    Matcher header = Pattern.compile("([\\w-]+): (.+)").matcher(words.next());
                    assertThat(header.matches()).isTrue();
                    request.header(header.group(1), header.group(2).replace("$KEY", PublisherUnderTest.KEY));
                }
                default -> request.uri(here(URI.create(word)));
            }
        }
        method = !method.isEmpty() ? method : body.isEmpty() ? "GET" : "POST";
        return request.method(method, BodyPublishers.ofString(body));
    }

    private URI here(URI documented) {
        assertThat(documented.getAuthority()).isEqualTo("127.0.0.1:8081");
        return publisher.uri(documented.toString().substring("http://127.0.0.1:8081".length()));
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(line.replace("\\\n", " ")); word.find(); ) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words;
    }
}
