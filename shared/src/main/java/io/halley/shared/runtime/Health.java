package io.halley.shared.runtime;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What keeps this process from doing its work, by the part that says so. Safe from every thread. */
public final class Health {

    private final Map<String, String> problems = new ConcurrentHashMap<>();

    /** A part can't do its work; {@code reason} is one line for an operator and replaces the part's last one. */
    public void red(String part, String reason) {
        problems.put(part, reason);
    }

    /** A part works, again. */
    public void green(String part) {
        problems.remove(part);
    }

    /** The reasons by part, ordered by name; empty if the process is ready. A copy. */
    public Map<String, String> problems() {
        return Collections.unmodifiableMap(new TreeMap<>(problems));
    }
}
