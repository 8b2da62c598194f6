package io.halley.standalone.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;

/** What a round has measured, as Markdown. */
final class FaultReport {

    /** Each round of this JVM adds to it; the first one begins it. */
    private static final Path FILE = Path.of("target", "fault-report.md");

    private static boolean begun;

    /**
     * A fault and its end.
     *
     * @param length from its beginning until all that it did was done
     */
    record Met(Duration length, Recovery recovery) {}

    private final StringBuilder rows = new StringBuilder();
    private final String stack;
    private final long seed;
    private final int subscribers;
    private String text = "";

    FaultReport(String stack, long seed, int subscribers) {
        this.stack = stack;
        this.seed = seed;
        this.subscribers = subscribers;
    }

    void add(Fault fault, Met met) {
        rows.append("| %s | %s | %s | %s | %s |%n"
                .formatted(
                        fault,
                        seconds(met.length()),
                        fault.clock().name().toLowerCase(Locale.ROOT),
                        seconds(met.recovery().publishing()),
                        seconds(met.recovery().reading())));
    }

    /** Makes the text, prints it, and adds it to the file. */
    void write(Counts counts, int violations) {
        text =
                """
                # A round of faults

                On %s; seed %d.

                | | |
                |---|---|
                | subscribers | %d: half polls, the others by SSE, NDJSON, iframe and WebSocket |
                | published with a key, without | %d, %d |
                | answered 201 (of those, a second time) | %d (%d) |
                | answered 502, 503 or 504 | %d |
                | cut off, or not answered in time | %d |
                | events delivered | %d |
                | messages shown by pages of old | %d |
                | streams opened again | %d |
                | polls (of those, repeated) | %d (%d) |
                | gaps told | %d |
                | violations | %d |

                Recovery in seconds, from the fault's beginning where others take over, else from its end:

                | fault | it took | from its | publishing answered | all subscribers caught up |
                |---|---|---|---|---|
                %s"""
                        .formatted(
                                stack,
                                seed,
                                subscribers,
                                counts.withKey,
                                counts.withoutKey,
                                counts.acknowledged,
                                counts.replayed,
                                counts.unavailable,
                                counts.cut,
                                counts.delivered,
                                counts.shown,
                                counts.reconnects,
                                counts.polls,
                                counts.pollsRepeated,
                                counts.gaps,
                                violations,
                                rows);
        System.out.println(text);
        try {
            if (begun) {
                Files.writeString(FILE, "\n" + text, StandardOpenOption.APPEND);
            } else {
                Files.writeString(FILE, text);
            }
            begun = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was written. */
    String text() {
        return text;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1_000.0);
    }
}
