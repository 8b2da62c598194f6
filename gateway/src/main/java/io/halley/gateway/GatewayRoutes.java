package io.halley.gateway;

import io.halley.gateway.access.RequestOrigin;
import io.halley.gateway.access.SessionHandler;
import io.halley.gateway.access.Sessions;
import io.halley.gateway.classic.Classic;
import io.halley.gateway.inbox.InboxHandler;
import io.halley.gateway.presence.Presence;
import io.halley.gateway.transport.Transports;
import io.halley.shared.bus.BoundedReads;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.config.Config.Login;
import io.halley.shared.http.Pages;
import io.halley.shared.http.Problems;
import io.halley.shared.http.RequestBody;
import io.halley.shared.http.SecurityHeaders;
import io.halley.shared.http.SoundRequest;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;

/** Every address of the gateway, and who answers there. */
final class GatewayRoutes {

    /** What a page needs that shows what was pushed, wherever that is. */
    private static final String PUSH_PAGE = Pages.STRICT + "; frame-src http: https:";

    /** What a page needs that follows channels through a hidden frame. */
    private static final String STREAM_PAGE = Pages.STRICT + "; frame-src 'self'";

    /** What browser pages load, ours and others'. */
    private static final List<String> RESOURCES = List.of(
            "halley.js",
            "halley.d.ts",
            "streams.js",
            "halley.css",
            "bar.css",
            "blocks.css",
            "forms.css",
            "favicon.svg",
            "lang.js",
            "i18n.js",
            "zh.js",
            "ui.js",
            "page.js",
            "index.js",
            "index.css",
            "push.js",
            "push.css",
            "reading.js",
            "inbox.js",
            "inbox.css",
            "inbox/known.js",
            "inbox/list.js",
            "inbox/loader.js",
            "inbox/notify.js",
            "chat.js",
            "chat.css",
            "chat/log.js",
            "chat/log.css",
            "chat/outbox.js",
            "chat/people.js",
            "chat/rooms.js",
            "chat/rooms.css",
            "chat/scroll.js",
            "clock.js",
            "clock.css",
            "clock/plot.js",
            "delays.js",
            "transports.js",
            "transports.css",
            "transports/column.js",
            "transports/comparison.js",
            "transports/sender.js",
            "transports/wire.js");

    private final SubscribeHandler subscribe;
    private final PublishHandler publish;
    private final SessionHandler session;
    private final InboxHandler inbox;
    private final Classic classic;

    GatewayRoutes(
            Login login,
            Sessions sessions,
            RequestOrigin origin,
            StoreClient store,
            BoundedReads reads,
            Transports transports,
            Presence presence,
            Classic classic) {
        this.subscribe = new SubscribeHandler(sessions, origin, transports, presence);
        this.publish = new PublishHandler(sessions, origin, store);
        this.session = new SessionHandler(sessions, origin, login, store);
        this.inbox = new InboxHandler(sessions, origin, store, reads, presence);
        this.classic = classic;
    }

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        Problems.install(router);
        // first: a route that takes every method makes the router forget that one before it took another (405)
        router.route().handler(SoundRequest::require);
        router.route("/v1/*").handler(SecurityHeaders::forData);

        router.get("/v1/events").handler(subscribe);
        session.mount(router);
        inbox.mount(router);
        router.post("/v1/channels/:channel/events")
                .handler(publish::admit)
                .handler(RequestBody.upTo(RequestBody.OF_AN_EVENT))
                .handler(publish);

        classic.mount(router);
        pages(router);
        return router;
    }

    private static void pages(Router router) {
        Pages.mount(router, "/", "index.html", Pages.STRICT);
        Pages.mount(router, "/push", "push.html", PUSH_PAGE);
        Pages.mount(router, "/inbox", "inbox.html", Pages.STRICT);
        Pages.mount(router, "/chat", "chat.html", STREAM_PAGE);
        Pages.mount(router, "/clock", "clock.html", STREAM_PAGE);
        Pages.mount(router, "/transports", "transports.html", STREAM_PAGE);
        Pages.mount(router, RESOURCES);
    }
}
