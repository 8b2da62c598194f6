package io.halley.store.embedded;

import io.halley.shared.event.Channel;
import io.halley.store.embedded.MapWriter.Slot;
import io.halley.store.spi.LogRange.Epoch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The heads of inboxes' channels without events, in a small map: the log may be cleaned of all that was in it, and still
 * what went unread is counted right, and offsets go on. Confined to the store's context, but for the opening.
 */
final class Heads implements LogIndex.Watch {

    private static final String MAP = "heads";

    private final Inboxes inboxes;
    private final MapWriter writer;

    Heads(Inboxes inboxes, MapWriter writer) {
        this.inboxes = inboxes;
        this.writer = writer;
    }

    /** Brings back logs that an opening did not find, and puts down those that have become empty by it. Blocks. */
    static void load(SmallMaps maps, LogIndex index, long now) throws IOException {
        for (Map.Entry<String, String> entry : maps.map(MAP).entrySet()) {
            Channel channel = new Channel(entry.getKey());
            if (index.find(channel) == null) {
                index.restore(parse(channel, entry.getValue()), now);
            }
        }
        for (ChannelLog log : index.all()) {
            if (log.channel().isOfInboxes() && log.isThere() && log.events() == 0) {
                maps.put(MAP, log.channel().name(), text(log));
            }
        }
    }

    @Override
    public void emptied(ChannelLog log) {
        if (log.channel().isOfInboxes()) {
            writer.writeLater(slot(log), text(log));
        }
    }

    @Override
    public void forgetting(ChannelLog log) {
        if (log.channel().isOfInboxes()) {
            inboxes.settle(log.channel());
            writer.writeLater(slot(log), null);
        }
    }

    private static Slot slot(ChannelLog log) {
        return new Slot(MAP, log.channel().name());
    }

    /** {@code HEAD TIME EPOCH:FIRST,EPOCH:FIRST…}. */
    private static String text(ChannelLog log) {
        return log.range().head() + " " + log.time() + " "
                + log.range().epochs().stream()
                        .map(epoch -> epoch.name() + ":" + epoch.first())
                        .collect(Collectors.joining(","));
    }

    private static ChannelLog parse(Channel channel, String text) {
        String[] words = text.split(" ", -1);
        List<Epoch> epochs = Stream.of(words[2].split(",", -1))
                .map(epoch -> epoch.split(":", -1))
                .map(parts -> new Epoch(parts[0], Long.parseLong(parts[1])))
                .toList();
        ChannelLog log = new ChannelLog(channel);
        log.restore(epochs, Long.parseLong(words[0]) + 1, Long.parseLong(words[1]));
        return log;
    }
}
