package io.halley.publisher;

import io.halley.shared.bus.ChannelInfo;
import io.halley.shared.bus.Page;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Channel;
import io.halley.shared.http.JsonAnswer;
import io.halley.shared.http.PathName;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.halley.shared.http.Query;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code /v1/channels}: which channels hold events, how many, and deleting them. */
final class ChannelsHandler {

    private final StoreClient store;

    ChannelsHandler(StoreClient store) {
        this.store = store;
    }

    void list(RoutingContext context) {
        store.channels(Query.prefix(context), Query.after(context), Query.limit(context))
                .compose(page -> JsonAnswer.send(context.response(), 200, toJson(page)))
                .onFailure(context::fail);
    }

    void show(RoutingContext context) {
        Channel channel = withLog(context);
        store.describe(channel)
                .map(found -> found.orElseThrow(() -> empty(channel)))
                .compose(info -> JsonAnswer.send(context.response(), 200, toJson(info)))
                .onFailure(context::fail);
    }

    void delete(RoutingContext context) {
        Channel channel = withLog(context);
        store.delete(channel)
                .compose(existed ->
                        existed ? context.response().setStatusCode(204).end() : Future.failedFuture(empty(channel)))
                .onFailure(context::fail);
    }

    /**
     * The channel that the path names.
     *
     * @throws ProblemException 404 if its events are made on the spot, and not kept
     */
    static Channel withLog(RoutingContext context) {
        Channel channel = PathName.channel(context);
        if (channel.isEphemeral()) {
            throw new ProblemException(Problem.notFound("channel: \"" + channel
                    + "\" keeps no events, each gateway makes them on the spot (expected: another channel)"));
        }
        return channel;
    }

    private static JsonObject toJson(Page<ChannelInfo> page) {
        JsonArray channels = new JsonArray();
        page.items().forEach(info -> channels.add(toJson(info)));
        return new JsonObject().put("channels", channels).put("next", page.next());
    }

    private static JsonObject toJson(ChannelInfo info) {
        return new JsonObject()
                .put("channel", info.channel().name())
                .put("epoch", info.head().epoch())
                .put("earliest", info.earliest().toString())
                .put("head", info.head().toString())
                .put("events", info.events())
                .put("bytes", info.bytes())
                .put("subscribers", info.subscribers());
    }

    private static ProblemException empty(Channel channel) {
        return new ProblemException(
                Problem.notFound("channel: \"" + channel + "\" has no events (expected: one that was published to)"));
    }
}
