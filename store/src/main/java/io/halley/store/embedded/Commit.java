package io.halley.store.embedded;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.event.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is written and forced in one go.
 *
 * @param moves go first: what is deleted in the same commit must not come after its deletion
 * @param changes appends and deletions, in order
 * @param terms how far the channels of the changes have come
 */
record Commit(List<Pending.Move> moves, List<Pending> changes, Map<Channel, Term> terms) {

    static final Commit NOTHING = new Commit(List.of(), List.of(), Map.of());

    static Commit of(List<Pending> entries, LogIndex index) {
        List<Pending.Move> moves = entries.stream()
                .filter(Pending.Move.class::isInstance)
                .map(Pending.Move.class::cast)
                .toList();
        List<Pending> changes = entries.stream()
                .filter(entry -> !(entry instanceof Pending.Move))
                .toList();
        for (Pending.Move move : moves) {
            move.records = move.records.stream()
                    .filter(record -> index.isLive(record, Location.of(move.from.number(), record.position())))
                    .toList();
        }
        Map<Channel, Term> terms = new HashMap<>();
        for (Pending change : changes) {
            Channel channel =
                    change instanceof Pending.Append append ? append.channel() : ((Pending.Delete) change).channel;
            terms.computeIfAbsent(channel, index::term);
        }
        return new Commit(moves, changes, terms);
    }

    Term term(Channel channel) {
        return Objects.requireNonNull(terms.get(channel));
    }

    /** How many events it added to the log. */
    int newEvents() {
        int events = 0;
        for (Pending change : changes) {
            if (change instanceof Pending.Append append) {
                for (AppendOutcome outcome : append.outcomes) {
                    events += outcome instanceof Appended appended && !appended.replayed() ? 1 : 0;
                }
            }
        }
        return events;
    }

    List<Pending> all() {
        List<Pending> all = new ArrayList<>(moves);
        all.addAll(changes);
        return all;
    }

    /**
     * What the writer did.
     *
     * @param segment that the log ends in now
     * @param end bytes of that segment
     * @param forgottenKeys how many idempotency keys were forgotten before their time, since the opening
     * @param failure of the maps, after the records were safely in the log; empty if none
     */
    record Written(Segment segment, long end, long forgottenKeys, String failure) {}
}
