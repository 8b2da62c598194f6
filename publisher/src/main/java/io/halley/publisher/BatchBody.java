package io.halley.publisher;

import io.halley.shared.http.JsonFields;
import io.halley.shared.http.MediaType;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.halley.shared.http.Utf8;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the body of a batch apart. */
final class BatchBody {

    static final int MOST_ENTRIES = 1000;

    private BatchBody() {}

    /**
     * Reads the entries.
     *
     * @param key of the batch; null for none
     * @throws ProblemException if the body as a whole breaks a rule; what is wrong with one entry is in that entry
     */
    static List<BatchEntry> read(@Nullable String contentType, Buffer body, @Nullable String key) {
        String type = MediaType.read(contentType, MediaType.JSON, MediaType.NDJSON);
        String text = Utf8.decode(body);
        List<String> texts = type.equals(MediaType.JSON) ? JsonFields.elements(text) : lines(text);
        if (texts.isEmpty()) {
            throw new ProblemException(
                    Problem.invalid("body", "body: no entries (expected: 1 to " + MOST_ENTRIES + ")"));
        }
        if (texts.size() > MOST_ENTRIES) {
            throw new ProblemException(Problem.tooLarge(
                    "body: " + texts.size() + " entries (expected: at most " + MOST_ENTRIES + " entries)"));
        }
        List<BatchEntry> entries = new ArrayList<>(texts.size());
        for (String entry : texts) {
            entries.add(BatchEntry.read(entry, key == null ? null : key + "#" + entries.size()));
        }
        return entries;
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }
}
