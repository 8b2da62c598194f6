package io.halley.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Does the same for many, a few at once, so that a large question does not hold small ones up. */
final class Lanes {

    static final int MOST = 16;

    private Lanes() {}

    /** Fails with the first failure; what was not begun then in its lane is left out. */
    static <T> Future<Void> forEach(List<T> items, Function<T, Future<?>> action) {
        List<Future<?>> lanes =
                new ArrayList<>(Collections.nCopies(Math.min(MOST, items.size()), Future.succeededFuture()));
        for (int i = 0; i < items.size(); i++) {
            T item = items.get(i);
            int lane = i % MOST;
            lanes.set(lane, lanes.get(lane).compose(done -> action.apply(item)));
        }
        return Future.all(lanes).mapEmpty();
    }
}
