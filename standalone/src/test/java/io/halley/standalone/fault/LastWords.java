package io.halley.standalone.fault;

import io.halley.standalone.Spawned;
import java.util.List;

/** The end of a log, which tells more of a failure than its beginning. */
final class LastWords {

    private static final int MOST_LINES = 25;

    private LastWords() {}

    static String of(String name, Spawned process) {
        return of(name, process.output() + process.errors());
    }

    static String of(String name, String log) {
        List<String> lines = log.lines().toList();
        return "--- " + name + "\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size())) + "\n";
    }
}
