package io.halley.gateway.classic;

import io.halley.gateway.presence.Presence;
import io.halley.gateway.transport.Transports;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Channel;
import io.halley.shared.event.InvalidValueException;
import io.halley.shared.event.PushCopy;
import io.halley.shared.event.PushUrl;
import io.halley.shared.event.UserId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /classic/push}: pages that are told which address to show, and the address by which they are told. */
final class PushHandler {

    private static final System.Logger LOG = System.getLogger(PushHandler.class.getName());

    /** As the directory of who is online shows it. */
    static final String TRANSPORT = "classic";

    private final Reading reading;
    private final Visitors visitors;
    private final StoreClient store;
    private final Transports transports;
    private final Presence presence;

    PushHandler(Reading reading, Visitors visitors, StoreClient store, Transports transports, Presence presence) {
        this.reading = reading;
        this.visitors = visitors;
        this.store = store;
        this.transports = transports;
        this.presence = presence;
    }

    /** With {@code msg=} pushes, else is held until something is pushed. */
    void handle(RoutingContext context) {
        Fields fields = Fields.of(context);
        if (!fields.text("msg").isEmpty()) {
            push(context, fields.text("msg"));
            return;
        }
        UserId user = user(context.request(), fields);
        String timestamp = fields.text("timestamp");
        if (user != null) {
            poll(context.request(), user, timestamp);
        } else if (visitors.seeAll()) {
            pollAll(context.request(), timestamp);
        } else {
            throw new InvalidValueException("id", "", "id=USER, or a page whose own address has it");
        }
    }

    private static @Nullable UserId user(HttpServerRequest request, Fields fields) {
        String id = fields.text("id");
        if (id.isEmpty()) {
            String referer = request.getHeader(HttpHeaders.REFERER);
            id = referer == null ? "" : Fields.ofAddress(referer, "id");
        }
        return id.isEmpty() ? null : new UserId(id);
    }

    /** {@code 2www.example.com} is for the user 2. */
    private void push(RoutingContext context, String msg) {
        int first = msg.offsetByCodePoints(0, 1);
        UserId user = new UserId(msg.substring(0, first));
        PushUrl url = PushUrl.parse(msg.substring(first));
        visitors.require(context.request(), user);
        store.append(Pushes.draft(user, url))
                .compose(pushed -> visitors.isOpen() ? copy(user, url) : Future.succeededFuture())
                .compose(done -> Answers.json(context.response()).end())
                .onFailure(context::fail);
    }

    private Future<?> copy(UserId user, PushUrl url) {
        return store.append(new PushCopy(user, url).draft())
                .onFailure(failure -> LOG.log(
                        Level.WARNING, "a push is not shown to pages that see every one: {0}", failure.getMessage()))
                .otherwiseEmpty();
    }

    private void poll(HttpServerRequest http, UserId user, String timestamp) {
        long sessionEnd = visitors.require(http, user);
        List<Channel> lanes = List.of(Channel.ofUser(user), Channel.USERS);
        NextPush next = new NextPush(reading, lanes, Stamp.parse(timestamp));
        Look look = new EventLook(
                timestamp,
                next::find,
                found -> Answers.message(Pushes.words(user, found), Stamp.of(found, NextPush.lane(found))),
                found -> presence.written(user, found.channel(), Stamp.id(found)));
        Answers.json(http.response());
        transports.hold(
                new HeldPoll(http, lanes, reading.agenda(), sessionEnd, look),
                () -> presence.came(user, null, TRANSPORT));
    }

    private void pollAll(HttpServerRequest http, String timestamp) {
        NextEvent next = new NextEvent(reading, PushCopy.CHANNEL, Stamp.parse(timestamp));
        Look look =
                new EventLook(timestamp, next::find, found -> Answers.message(Pushes.words(found), Stamp.of(found)));
        Answers.json(http.response());
        transports.hold(
                new HeldPoll(http, List.of(PushCopy.CHANNEL), reading.agenda(), Long.MAX_VALUE, look), () -> () -> {});
    }
}
