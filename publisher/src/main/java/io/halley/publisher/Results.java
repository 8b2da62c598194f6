package io.halley.publisher;

import io.halley.shared.http.ProblemException;
import io.vertx.core.json.JsonArray;
import java.util.List;

/** What became of all entries of a batch or a push. */
record Results(List<EntryResult> entries) {

    Results {
        entries = List.copyOf(entries);
    }

    /** Whether there is something to tell, and all of it was there already. */
    boolean replayed() {
        return !entries.isEmpty()
                && entries.stream()
                        .allMatch(entry -> entry instanceof EntryResult.Stored stored
                                && stored.outcome().replayed());
    }

    /**
     * The results in order.
     *
     * @throws ProblemException 503 if nothing was stored because the store is away: repeating all of it is right then
     */
    JsonArray toJson() {
        if (entries.stream().noneMatch(EntryResult.Stored.class::isInstance)) {
            entries.forEach(Results::failIfUnavailable);
        }
        JsonArray json = new JsonArray();
        entries.forEach(entry -> json.add(entry.toJson()));
        return json;
    }

    private static void failIfUnavailable(EntryResult entry) {
        if (entry instanceof EntryResult.Failed failed && failed.problem().status() == 503) {
            throw new ProblemException(failed.problem());
        }
    }
}
