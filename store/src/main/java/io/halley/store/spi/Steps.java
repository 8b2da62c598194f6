package io.halley.store.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When something that only ever moves up came how far: offsets that rise, each with the time at which it was reached, and
 * with it everything above the one before. At {@value #MOST} steps the oldest is taken into the next one, so that what it
 * said of old events becomes a later time. A first step at the time 0 says that before it nothing ever happened; it stays.
 */
public record Steps(List<Step> list) {

    /** How many are kept. */
    public static final int MOST = 32;

    public static final Steps NONE = new Steps(List.of());

    public Steps {
        list = List.copyOf(list);
    }

    /** Everything up to {@code offset} at {@code time}, ms since 1970. */
    public record Step(long offset, long time) {

        static Step parse(String text) {
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("step " + text);
            }
            return new Step(Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
        }

        @Override
        public String toString() {
            return offset + ":" + time;
        }
    }

    /** Reads {@code offset:time,offset:time…}; fails with {@link IllegalArgumentException} for anything else. */
    static Steps parse(String text) {
        return text.isEmpty()
                ? NONE
                : new Steps(Stream.of(text.split(",", -1)).map(Step::parse).toList());
    }

    static Steps of(SortedMap<Long, Long> timesByOffset) {
        return new Steps(timesByOffset.entrySet().stream()
                .map(entry -> new Step(entry.getKey(), entry.getValue()))
                .toList());
    }

    SortedMap<Long, Long> byOffset() {
        SortedMap<Long, Long> times = new TreeMap<>();
        list.forEach(step -> times.put(step.offset(), step.time()));
        return times;
    }

    /** The same with another step; the same as it is if it came that far before. */
    Steps with(long offset, long time) {
        Step last = list.isEmpty() ? null : list.get(list.size() - 1);
        if (last != null && last.offset() >= offset) {
            return this;
        }
        List<Step> more = new ArrayList<>(list);
        if (last != null && last.time() == time) {
            more.remove(more.size() - 1);
        }
        more.add(new Step(offset, time));
        if (more.size() > MOST) {
            more.remove(more.get(0).time() == 0 ? 1 : 0);
        }
        return new Steps(more);
    }

    /** Without what only says something of events below an offset. */
    Steps from(long offset) {
        return list.isEmpty() || list.get(0).offset() >= offset
                ? this
                : new Steps(
                        list.stream().filter(step -> step.offset() >= offset).toList());
    }

    /** When it came as far as this offset: null if it has not, 0 if nothing ever happened there. */
    @Nullable
    Long timeOf(long offset) {
        for (Step step : list) {
            if (step.offset() >= offset) {
                return step.time();
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return list.stream().map(Step::toString).collect(Collectors.joining(","));
    }
}
