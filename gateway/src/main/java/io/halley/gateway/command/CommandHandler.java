package io.halley.gateway.command;

import io.halley.gateway.access.AccessRules;
import io.halley.gateway.access.UserEvents;
import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.presence.Presence;
import io.halley.gateway.subscription.Subscriber;
import io.halley.gateway.subscription.Subscribing;
import io.halley.gateway.subscription.Subscription;
import io.halley.gateway.transport.Commands;
import io.halley.gateway.transport.SubscribeRequest;
import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.InvalidValueException;
import io.halley.shared.event.UserId;
import io.halley.shared.http.JsonFields;
import io.halley.shared.http.Problem;
import io.halley.shared.http.ProblemException;
import io.halley.shared.http.Problems;
import io.halley.shared.http.PublishAnswer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does commands by the rules that hold for requests. All of one command is checked before any of it is done. Confined to
 * the event loop of its gateway verticle.
 */
public final class CommandHandler implements Commands {

    private static final Supplier<JsonObject> NOTHING = JsonObject::new;

    private final Subscribing subscribing;
    private final StoreClient store;
    private final Presence presence;

    public CommandHandler(Subscribing subscribing, StoreClient store, Presence presence) {
        this.subscribing = subscribing;
        this.store = store;
        this.presence = presence;
    }

    @Override
    public Future<Supplier<OwnEvent>> run(String message, Subscription subscription) {
        try {
            JsonFields fields = JsonFields.read(
                    message, Command.SUBSCRIBE, Command.UNSUBSCRIBE, Command.PUBLISH, Command.ACK, Ref.NAME);
            String ref = Ref.of(fields);
            return run(Command.of(fields), subscription)
                    .<Supplier<OwnEvent>>map(data -> () -> OwnEvent.ok(ref, data.get()))
                    .otherwise(failure -> failed(ref, failure));
        } catch (RuntimeException e) {
            return Future.succeededFuture(failed(Ref.find(message), e));
        }
    }

    private static Supplier<OwnEvent> failed(@Nullable String ref, Throwable failure) {
        JsonObject problem = Problems.of(failure).toJson();
        problem.remove("title");
        return () -> OwnEvent.error(ref, problem);
    }

    private Future<Supplier<JsonObject>> run(Command command, Subscription subscription) {
        if (command instanceof Command.Subscribe subscribe) {
            return subscribe(subscribe, subscription);
        }
        if (command instanceof Command.Unsubscribe unsubscribe) {
            return unsubscribe(unsubscribe, subscription);
        }
        if (command instanceof Command.Publish publish) {
            return publish(publish, subscription.user());
        }
        return ack(((Command.Ack) command).cursor(), subscription);
    }

    private Future<Supplier<JsonObject>> subscribe(Command.Subscribe command, Subscription subscription) {
        UserId user = subscription.user();
        List<Channel> channels = command.channels();
        for (Channel channel : channels) {
            if (subscription.subscribers().of(channel) != null) {
                throw new InvalidValueException("channel", channel.name(), "one that is not subscribed yet");
            }
            AccessRules.requireSubscribe(user, channel);
        }
        int all = subscription.subscribers().size() + channels.size();
        if (all > SubscribeRequest.MOST_CHANNELS) {
            throw new InvalidValueException(
                    "subscribe", all + " channels", "at most " + SubscribeRequest.MOST_CHANNELS + " in all");
        }
        if (!subscribing.hasRoom(channels.size())) {
            throw new ProblemException(Problem.unavailable("this gateway is full (expected: try again)"));
        }
        if (user != null) {
            presence.delivered(user, channels, command.cursor());
        }
        return subscribing
                .subscribe(subscription, channels, command.cursor())
                .map(added -> () -> started(added, subscription));
    }

    /** Where reading starts is said now, and what is read comes behind that. */
    private static JsonObject started(List<Subscriber> added, Subscription subscription) {
        added.forEach(Subscriber::begin);
        return whereabouts(subscription);
    }

    private Future<Supplier<JsonObject>> unsubscribe(Command.Unsubscribe command, Subscription subscription) {
        for (Channel channel : command.channels()) {
            if (subscription.subscribers().of(channel) == null) {
                throw new InvalidValueException("channel", channel.name(), "one that is subscribed");
            }
        }
        subscribing.unsubscribe(subscription, command.channels());
        return Future.succeededFuture(() -> whereabouts(subscription));
    }

    /** Of one moment, in which further commands may have been done already: a cursor alone would not say of what. */
    private static JsonObject whereabouts(Subscription subscription) {
        List<String> names = channels(subscription).stream().map(Channel::name).toList();
        return new JsonObject().put("channels", new JsonArray(names)).put("cursor", subscription.cursor());
    }

    private static List<Channel> channels(Subscription subscription) {
        return subscription.subscribers().stream().map(Subscriber::channel).toList();
    }

    private Future<Supplier<JsonObject>> publish(Command.Publish command, @Nullable UserId user) {
        UserId publisher = AccessRules.requirePublish(user, command.channel());
        EventDraft draft = UserEvents.draft(publisher, command.channel(), command.body(), command.key());
        return store.append(draft).map(outcome -> {
            if (!(outcome instanceof AppendOutcome.Appended appended)) {
                throw new ProblemException(PublishAnswer.problem(draft, outcome));
            }
            JsonObject answer = PublishAnswer.toJson(draft.channel(), appended);
            return () -> appended.replayed() ? answer.put("replayed", true) : answer;
        });
    }

    private Future<Supplier<JsonObject>> ack(String text, Subscription subscription) {
        List<Channel> channels = channels(subscription);
        // that of no channels is empty, and a word that stands for all of none says nothing
        boolean none = channels.isEmpty() && text.isEmpty();
        Cursor cursor = none ? new Cursor(List.of()) : Cursor.parse(text, channels.size());
        if (channels.isEmpty() != text.isEmpty() || !cursor.positions().stream().allMatch(EventId.class::isInstance)) {
            throw new InvalidValueException("ack", text, "event ids, one per channel");
        }
        UserId user = subscription.user();
        if (user != null) {
            presence.delivered(user, channels, cursor);
        }
        return Future.succeededFuture(NOTHING);
    }
}
