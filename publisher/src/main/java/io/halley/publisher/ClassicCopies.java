package io.halley.publisher;

import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.PushCopy;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * A copy of each push in one channel, for the old pages that see every push ({@code HALLEY_CLASSIC=open}). A copy that
 * fails is logged; the push is not the worse for it.
 */
final class ClassicCopies {

    private static final System.Logger LOG = System.getLogger(ClassicCopies.class.getName());

    private static final int AT_ONCE = 1_000;

    private final StoreClient store;
    private final boolean on;

    ClassicCopies(StoreClient store, boolean on) {
        this.store = store;
        this.on = on;
    }

    /** To be called when the push is stored, with one for each to whom it went now, and not with an earlier try. */
    void add(List<PushCopy> copies) {
        if (on) {
            addFrom(0, copies);
        }
    }

    /** One part after the other, so that they stay in order. */
    private void addFrom(int from, List<PushCopy> copies) {
        if (from >= copies.size()) {
            return;
        }
        int end = Math.min(copies.size(), from + AT_ONCE);
        List<EventDraft> drafts =
                copies.subList(from, end).stream().map(PushCopy::draft).toList();
        store.append(drafts)
                .onSuccess(stored -> addFrom(end, copies))
                .onFailure(failure -> LOG.log(
                        Level.WARNING, "a push is not shown to pages that see every one: {0}", failure.getMessage()));
    }
}
