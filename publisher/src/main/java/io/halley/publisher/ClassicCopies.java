package io.halley.publisher;

import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventType;
import io.vertx.core.json.JsonObject;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * A copy of each push in one channel, for the old pages that see every push ({@code HALLEY_CLASSIC=open}):
 * {@code {"to":USER,"url":URL}}, one for each user; for everybody it is one to {@code all}. A copy that fails is logged; the
 * push is not the worse for it.
 */
final class ClassicCopies {

    private static final System.Logger LOG = System.getLogger(ClassicCopies.class.getName());

    private static final Channel CHANNEL = new Channel("classic:push");

    private static final int AT_ONCE = 1_000;

    private final StoreClient store;
    private final boolean on;

    ClassicCopies(StoreClient store, boolean on) {
        this.store = store;
        this.on = on;
    }

    /** To be called when the push is stored, with those to whom it went now, and not with an earlier try. */
    void add(PushBody push, List<String> to) {
        if (on) {
            addFrom(0, push, to);
        }
    }

    /** One part after the other, so that they stay in order. */
    private void addFrom(int from, PushBody push, List<String> to) {
        if (from >= to.size()) {
            return;
        }
        int end = Math.min(to.size(), from + AT_ONCE);
        List<EventDraft> drafts =
                to.subList(from, end).stream().map(user -> copy(push, user)).toList();
        store.append(drafts)
                .onSuccess(stored -> addFrom(end, push, to))
                .onFailure(failure -> LOG.log(
                        Level.WARNING, "a push is not shown to pages that see every one: {0}", failure.getMessage()));
    }

    private static EventDraft copy(PushBody push, String user) {
        String data =
                new JsonObject().put("to", user).put("url", push.url().text()).encode();
        return new EventDraft(CHANNEL, EventType.PUSH, new EventData(data), null, null);
    }
}
