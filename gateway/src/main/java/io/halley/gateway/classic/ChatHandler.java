package io.halley.gateway.classic;

import io.halley.gateway.transport.Transports;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventType;
import io.halley.shared.event.UserId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * {@code /classic/chat}: the long-poll chat, over the channel of the chat of today. {@code /classic/live} is another way to
 * say something there.
 */
final class ChatHandler {

    private final Reading reading;
    private final Visitors visitors;
    private final StoreClient store;
    private final Transports transports;

    ChatHandler(Reading reading, Visitors visitors, StoreClient store, Transports transports) {
        this.reading = reading;
        this.visitors = visitors;
        this.store = store;
        this.transports = transports;
    }

    /** With {@code msg=} says it, else is held until somebody has said something. */
    void handle(RoutingContext context) {
        Fields fields = Fields.of(context);
        Channel room = room(fields);
        long sessionEnd = visitors.requireAny(context.request());
        if (fields.text("msg").isEmpty()) {
            poll(context.request(), room, fields.text("timestamp"), sessionEnd);
        } else {
            say(context, room, fields)
                    .compose(said -> Answers.json(context.response()).end())
                    .onFailure(context::fail);
        }
    }

    /** {@code {"data":{all fields of the form},"info":"OK","status":100}}; for no words the status is 0, the info on. */
    void live(RoutingContext context) {
        Fields fields = Fields.of(context);
        Channel room = room(fields);
        visitors.requireAny(context.request());
        Fields posted = Fields.posted(context);
        boolean hasWords = !posted.text("msg").isEmpty();
        (hasWords ? say(context, room, posted) : Future.succeededFuture())
                .compose(said -> Answers.json(context.response()).end(echo(posted, hasWords)))
                .onFailure(context::fail);
    }

    private static String echo(Fields posted, boolean hasWords) {
        StringBuilder data = new StringBuilder();
        posted.values().forEach((name, value) -> data.append(data.isEmpty() ? "" : ",")
                .append(Escaped.json(Escaped.html(name)))
                .append(':')
                .append(Escaped.json(Escaped.html(value))));
        return "{\"data\":{" + data + "},\"info\":\"" + (hasWords ? "OK" : "on") + "\",\"status\":"
                + (hasWords ? 100 : 0) + "}";
    }

    private Future<?> say(RoutingContext context, Channel room, Fields fields) {
        UserId speaker = visitors.speaker(context.request(), fields.text("user"));
        EventData words = EventData.ofText(fields.text("msg"));
        return store.append(new EventDraft(room, EventType.MESSAGE, words, speaker, null));
    }

    private void poll(HttpServerRequest http, Channel room, String timestamp, long sessionEnd) {
        NextEvent next = new NextEvent(reading, room, Stamp.parse(timestamp));
        Answers.json(http.response());
        Look look = new EventLook(timestamp, next::find, ChatHandler::answer);
        transports.hold(new HeldPoll(http, List.of(room), reading.agenda(), sessionEnd, look), () -> () -> {});
    }

    private static String answer(Event event) {
        return Answers.message(Escaped.words(event.data()), Stamp.of(event));
    }

    private static Channel room(Fields fields) {
        String room = fields.text("room");
        return new Channel("chat:" + (room.isEmpty() ? "lobby" : room));
    }
}
