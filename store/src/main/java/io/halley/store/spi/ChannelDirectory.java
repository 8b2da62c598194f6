package io.halley.store.spi;

import io.halley.shared.bus.ChannelInfo;
import io.halley.shared.bus.Page;
import io.halley.shared.event.Channel;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which channels there are. Called and answered as {@link EventStore} is. */
public interface ChannelDirectory {

    /** Empty if the channel has no log. {@code subscribers} is left at 0. */
    Future<Optional<ChannelInfo>> describe(Channel channel);

    /**
     * Channels that have a log, ordered by name, above {@code after}; {@code limit} is 1 to 1,000. A page may have fewer,
     * also none, and still lead on.
     */
    Future<Page<ChannelInfo>> list(String prefix, @Nullable String after, int limit);

    /**
     * Deletes all events of a channel; answers whether it had a log. What remains for a time is a new epoch
     * at the same head, so that cursors from before are gaps and offsets go on.
     */
    Future<Boolean> delete(Channel channel);
}
