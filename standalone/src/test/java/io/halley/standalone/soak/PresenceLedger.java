package io.halley.standalone.soak;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the events of {@code presence} tell, one after the other: a user who joins was away, one who leaves was there. */
final class PresenceLedger {

    private final Set<String> online = new TreeSet<>();
    private final Map<String, Integer> leaves = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    void take(JsonObject event) {
        String user = event.getJsonObject("data").getString("user");
        boolean joins = event.getString("type").equals("join");
        if (!joins) {
            leaves.merge(user, 1, Integer::sum);
        }
        if (joins != (joins ? online.add(user) : !online.remove(user))) {
            violations.add(event.getString("id") + ": " + user + (joins ? " joins twice" : " leaves twice"));
        }
    }

    Set<String> online() {
        return online;
    }

    int leavesOf(String user) {
        return leaves.getOrDefault(user, 0);
    }

    List<String> violations() {
        return violations;
    }
}
