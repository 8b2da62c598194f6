package io.halley.store.embedded;

import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Keeps appends from making more channels than the index may hold; whoever is signed in may make some. Channels that are
 * there go on, and Halley's own are made in any case. Confined to the store's context.
 */
final class ChannelBound {

    private final LogIndex index;
    private final int most;

    ChannelBound(LogIndex index, int most) {
        this.index = index;
        this.most = most;
    }

    /** Those of the next commit's entries that may go into it; the others are given to {@code refuse}. */
    List<Pending> admit(List<Pending> entries, BiConsumer<Pending, StoreException> refuse) {
        Set<Channel> made = new HashSet<>();
        List<Pending> admitted = new ArrayList<>();
        for (Pending entry : entries) {
            if (!(entry instanceof Pending.Append append) || fits(append.channel(), made)) {
                admitted.add(entry);
            } else {
                refuse.accept(entry, new StoreException("there are " + most + " channels, as many as the store keeps"));
            }
        }
        return admitted;
    }

    private boolean fits(Channel channel, Set<Channel> made) {
        if (index.find(channel) != null || channel.isMadeByHalley() || made.contains(channel)) {
            return true;
        }
        return index.channels() + made.size() < most && made.add(channel);
    }
}
