package io.halley.gateway.classic;

import io.halley.gateway.presence.Presence;
import io.halley.gateway.transport.StreamRequest;
import io.halley.gateway.transport.Transports;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.Position;
import io.halley.shared.event.UserId;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The demos whose answer never ends. */
final class Streams {

    private static final String USER = "classic";

    private final ClockFormat clock = new ClockFormat();
    private final Reading reading;
    private final Visitors visitors;
    private final StoreClient store;
    private final Transports transports;
    private final Presence presence;

    Streams(Reading reading, Visitors visitors, StoreClient store, Transports transports, Presence presence) {
        this.reading = reading;
        this.visitors = visitors;
        this.store = store;
        this.transports = transports;
        this.presence = presence;
    }

    /** {@code /classic/clock}: a page in a hidden frame that tells the one around it the time. */
    void clock(RoutingContext context) {
        Answers.endlessPage(context.response());
        StreamRequest ticks = new StreamRequest(List.of(Channel.CLOCK), Cursor.all(Position.NOW, 1));
        transports.stream(context.request(), clock, ticks, () -> () -> {});
    }

    /** {@code /classic/count}. */
    void count(RoutingContext context) {
        Answers.endlessPage(context.response());
        transports.hold(new CountConnection(context.request()), () -> () -> {});
    }

    /** {@code /classic/messages}: what a user has not read. */
    void messages(RoutingContext context) {
        HttpServerRequest http = context.request();
        String named = Fields.of(context).text("user");
        UserId user = new UserId(named.isEmpty() ? USER : named);
        long sessionEnd = visitors.require(http, user);
        boolean signedIn = visitors.isSignedIn(http, user);
        Answers.endlessPage(http.response());
        transports.hold(
                new MessagesStream(http, user, reading, sessionEnd, store, visitors.comeFreely()),
                () -> signedIn ? presence.came(user, null, PushHandler.TRANSPORT) : () -> {});
    }
}
