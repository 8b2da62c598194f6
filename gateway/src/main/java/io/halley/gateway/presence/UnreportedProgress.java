package io.halley.gateway.presence;

import io.halley.shared.bus.Progress;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far inboxes have come, as far as the store has not heard: one entry per user, channel and epoch, whatever happened in
 * between. Which epochs there are only the store knows; what a client says of another one must not hide the truth. Confined
 * to its loop.
 */
final class UnreportedProgress {

    static final int MOST_IN_A_REPORT = 10_000;

    /** Beyond this nothing new is taken in. What comes to that user next says it all. */
    static final int MOST = 100_000;

    private record Place(UserId user, Channel channel, String epoch) {

        static Place of(Progress news) {
            EventId id = news.written() == null ? news.delivered() : news.written();
            return new Place(news.user(), news.channel(), id == null ? "" : id.epoch());
        }
    }

    private final Map<Place, Progress> entries = new LinkedHashMap<>();

    void add(Progress news) {
        Place place = Place.of(news);
        Progress known = entries.get(place);
        if (known == null && entries.size() >= MOST) {
            return;
        }
        entries.put(place, known == null ? news : further(known, news));
    }

    /** The oldest entries, once; the others wait for the next report. */
    List<Progress> take() {
        List<Progress> taken = new ArrayList<>(Math.min(entries.size(), MOST_IN_A_REPORT));
        Iterator<Progress> oldestFirst = entries.values().iterator();
        while (oldestFirst.hasNext() && taken.size() < MOST_IN_A_REPORT) {
            taken.add(oldestFirst.next());
            oldestFirst.remove();
        }
        return taken;
    }

    private static Progress further(Progress known, Progress news) {
        return new Progress(
                known.user(),
                known.channel(),
                further(known.written(), news.written()),
                further(known.delivered(), news.delivered()));
    }

    private static @Nullable EventId further(@Nullable EventId one, @Nullable EventId other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.offset() > other.offset() ? one : other;
    }
}
