package io.halley.store.spi;

import io.halley.shared.event.Channel;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;

/**
 * How many subscribers channels have, over all gateways of all processes. Called and answered as {@link EventStore} is.
 */
public interface SubscriberDirectory {

    /**
     * Takes in what one gateway verticle counted, 0 for none. What was taken in is kept as long as the process lives, also
     * if this fails because others can't be told: a later report, or the next one by itself, makes up for it.
     *
     * @param gateway names the verticle
     * @param subscribers how many a channel has there now, for channels where that changed
     */
    Future<Void> report(String gateway, Map<Channel, Integer> subscribers);

    /** One entry for each of these channels; at most 1,000. What a process that died reported counts for a minute more. */
    Future<Map<Channel, Integer>> of(Collection<Channel> channels);
}
