package io.halley.publisher;

import io.halley.publisher.PushBody.Target;
import io.halley.publisher.Recipients.Recipient;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventType;
import io.halley.shared.event.PushCopy;
import io.halley.shared.http.Idempotency;
import io.halley.shared.http.JsonAnswer;
import io.halley.shared.http.PublishAnswer;
import io.halley.shared.http.RequestBody;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/push}: shows users a URL. It is one event in each user's own channel, all under the same idempotency
 * key, because a key counts per channel; for everybody it is one event in {@code users}.
 */
final class PushHandler implements Handler<RoutingContext> {

    private final StoreClient store;
    private final Recipients recipients;
    private final PublisherMeters meters;
    private final ClassicCopies copies;

    PushHandler(StoreClient store, PublisherMeters meters, ClassicCopies copies) {
        this.store = store;
        this.copies = copies;
        this.recipients = new Recipients(store);
        this.meters = meters;
    }

    @Override
    public void handle(RoutingContext context) {
        String contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        String key = meters.countingRefusal(() -> Idempotency.key(context.request()));
        PushBody push = meters.countingRefusal(() -> PushBody.read(contentType, RequestBody.of(context)));
        deliver(context, push, key).onFailure(context::fail);
    }

    private Future<Void> deliver(RoutingContext context, PushBody push, @Nullable String key) {
        if (push.to() instanceof Target.Users users) {
            meters.pushed("users");
            return recipients.named(users.ids()).compose(found -> deliver(context, push, key, found));
        }
        if (push.to() instanceof Target.Online) {
            meters.pushed("online");
            return recipients.online().compose(found -> deliver(context, push, key, found));
        }
        meters.pushed("all");
        return publish(List.of(Channel.USERS), push, key)
                .onSuccess(results -> copies.add(
                        isNew(results.entries().get(0)) ? List.of(new PushCopy(null, push.url())) : List.of()))
                .compose(results -> answer(context, push, results, results.toJson()));
    }

    private Future<Void> deliver(
            RoutingContext context, PushBody push, @Nullable String key, List<Recipient> recipients) {
        List<Channel> channels = recipients.stream()
                .map(recipient -> Channel.ofUser(recipient.user()))
                .toList();
        return publish(channels, push, key)
                .onSuccess(results -> copies.add(newOf(push, results, recipients)))
                .compose(results -> answer(context, push, results, withUsers(results.toJson(), recipients)));
    }

    private Future<Results> publish(List<Channel> channels, PushBody push, @Nullable String key) {
        List<BatchEntry> entries = channels.stream()
                .<BatchEntry>map(channel -> new BatchEntry.Valid(Drafts.of(channel, EventType.PUSH, push.data(), key)))
                .toList();
        return new Batch(entries, store, meters).publish();
    }

    private static List<PushCopy> newOf(PushBody push, Results results, List<Recipient> recipients) {
        return IntStream.range(0, recipients.size())
                .filter(place -> isNew(results.entries().get(place)))
                .mapToObj(place -> new PushCopy(recipients.get(place).user(), push.url()))
                .toList();
    }

    private static boolean isNew(EntryResult entry) {
        return entry instanceof EntryResult.Stored stored && !stored.outcome().replayed();
    }

    private static JsonArray withUsers(JsonArray results, List<Recipient> recipients) {
        for (int place = 0; place < recipients.size(); place++) {
            Recipient recipient = recipients.get(place);
            JsonObject result =
                    results.getJsonObject(place).put("user", recipient.user().value());
            if (recipient.online() != null) {
                result.put("online", recipient.online());
            }
        }
        return results;
    }

    private static Future<Void> answer(RoutingContext context, PushBody push, Results results, JsonArray json) {
        if (results.replayed()) {
            context.response().putHeader(PublishAnswer.REPLAYED, "true");
        }
        JsonObject body = new JsonObject().put("url", push.url().text()).put("results", json);
        return JsonAnswer.send(context.response(), 200, body);
    }
}
