package io.halley.publisher;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventDraft;
import io.halley.shared.http.Problem;
import io.halley.shared.http.Problems;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way into the log. The entries of one channel go to the store together, so that they stay next to each
 * other; different channels go side by side.
 */
final class Batch {

    private final List<BatchEntry> entries;
    private final StoreClient store;
    private final PublisherMeters meters;
    private final @Nullable EntryResult[] results;
    private final Map<Channel, List<Integer>> places = new LinkedHashMap<>();

    Batch(List<BatchEntry> entries, StoreClient store, PublisherMeters meters) {
        this.entries = entries;
        this.store = store;
        this.meters = meters;
        this.results = new @Nullable EntryResult[entries.size()];
    }

    /**
     * Publishes what can be; once.
     *
     * @return one result per entry, in order
     */
    Future<Results> publish() {
        sort();
        List<List<Integer>> groups = List.copyOf(places.values());
        return Lanes.run(groups.size(), group -> append(groups.get(group))).map(done -> complete());
    }

    /** Gives every entry its channel's group, or its refusal. */
    private void sort() {
        Set<String> broken = new HashSet<>();
        for (int place = 0; place < results.length; place++) {
            String name = entries.get(place).channelName();
            if (entries.get(place) instanceof BatchEntry.Invalid invalid) {
                refuse(place, invalid.problem());
                if (name != null) {
                    broken.add(name);
                }
            } else if (name != null && broken.contains(name)) {
                refuse(place, Problem.notAttempted(name));
            } else {
                Channel channel = draft(place).channel();
                places.computeIfAbsent(channel, none -> new ArrayList<>()).add(place);
            }
        }
    }

    private Future<?> append(List<Integer> group) {
        List<EventDraft> drafts = group.stream().map(this::draft).toList();
        return store.append(drafts)
                .onSuccess(outcomes -> note(group, outcomes))
                .onFailure(away -> group.forEach(place -> fail(place, Problems.of(away))));
    }

    private void note(List<Integer> group, List<AppendOutcome> outcomes) {
        for (int i = 0; i < group.size(); i++) {
            results[group.get(i)] = EntryResult.of(draft(group.get(i)), outcomes.get(i));
            meters.count(outcomes.get(i));
        }
    }

    /** Those that were not begun any more, because the store was away, are told the same as those that were. */
    private Results complete() {
        for (int place = 0; place < results.length; place++) {
            if (results[place] == null) {
                fail(place, Problem.unavailable("the store is away; this entry was not attempted"));
            }
        }
        return new Results(Arrays.stream(results).map(Objects::requireNonNull).toList());
    }

    private EventDraft draft(int place) {
        return ((BatchEntry.Valid) entries.get(place)).draft();
    }

    private void refuse(int place, Problem problem) {
        results[place] = new EntryResult.Failed(entries.get(place).channelName(), problem);
        meters.refused(1);
    }

    private void fail(int place, Problem problem) {
        results[place] = new EntryResult.Failed(entries.get(place).channelName(), problem);
        meters.unavailable(1);
    }
}
