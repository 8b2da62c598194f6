package io.halley.gateway.classic;

import io.halley.gateway.access.RequestOrigin;
import io.halley.gateway.access.Sessions;
import io.halley.gateway.presence.Presence;
import io.halley.gateway.transport.Transports;
import io.halley.shared.bus.BoundedReads;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.config.ClassicConfig.Mode;
import io.halley.shared.config.Config;
import io.halley.shared.http.Pages;
import io.halley.shared.http.RequestBody;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * {@code /classic/…}: each demo under its short name, and under the name that the file of its page's back end had. A path
 * that ends with a slash is a folder of pages.
 */
public final class Classic {

    private final Vertx vertx;
    private final Config config;
    private final Visitors visitors;
    private final StoreClient store;
    private final Transports transports;
    private final Presence presence;
    private final Reading reading;

    /** Takes what they need. On the loop that is to serve them. */
    public Classic(
            Vertx vertx,
            Config config,
            Sessions sessions,
            RequestOrigin origin,
            StoreClient store,
            BoundedReads reads,
            Transports transports,
            Presence presence) {
        this.vertx = vertx;
        this.config = config;
        this.visitors = new Visitors(sessions, origin, config.login(), config.classic());
        this.store = store;
        this.transports = transports;
        this.presence = presence;
        this.reading = new Reading(reads::read, millis -> vertx.timer(millis, TimeUnit.MILLISECONDS));
    }

    /** Adds the demos, unless they are switched off. */
    public void mount(Router router) {
        if (config.classic().mode() == Mode.OFF) {
            return;
        }
        router.route("/classic/*").handler(visitors::admit);
        Pages.mount(router, "/classic/", "classic.html", Pages.STRICT + "; frame-src 'self'");
        Pages.mount(router, "/classic.js", "classic.js", Pages.STRICT);
        Pages.mount(router, "/classic-zh.js", "classic-zh.js", Pages.STRICT);

        Streams streams = new Streams(reading, visitors, store, transports, presence);
        get(router, "/classic/clock", streams::clock);
        get(router, "/classic/clock/backend.php", streams::clock);
        get(router, "/classic/count", streams::count);
        get(router, "/classic/messages", streams::messages);

        ChatHandler chat = new ChatHandler(reading, visitors, store, transports);
        demo(router, "/classic/chat", chat::handle);
        demo(router, "/classic/chat/backend.php", chat::handle);
        router.post("/classic/live")
                .handler(visitors::admitSender)
                .handler(RequestBody.upTo(RequestBody.OF_AN_EVENT))
                .handler(chat::live);

        NovcometHandler novcomet = new NovcometHandler(reading, visitors, store, transports);
        get(router, "/classic/novcomet", novcomet::handle);
        get(router, "/classic/novcomet/comet.php", novcomet::handle);
        mountPush(router);

        Path pages = config.classic().pages();
        if (pages != null) {
            router.route("/classic/*")
                    .method(HttpMethod.GET)
                    .method(HttpMethod.HEAD)
                    .handler(new OldPages(vertx, pages));
        }
    }

    /** {@link Transports#TICK_MS} have passed. */
    public void tick() {
        reading.agenda().tick();
    }

    /** The gateway stops: polls for which there was no room are ended, and no longer held. */
    public void drain() {
        reading.agenda().refusals().end();
    }

    private void mountPush(Router router) {
        PushPage page = new PushPage(visitors, store, presence);
        PushHandler push = new PushHandler(reading, visitors, store, transports, presence);
        Pages.mount(router, "/classic/push/page.js", "classic/push.js", Pages.STRICT);
        router.route("/classic/push/")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> {
                    Fields fields = Fields.of(context);
                    boolean asksBackEnd = fields.has("timestamp") || fields.has("msg");
                    if (asksBackEnd && context.request().method().equals(HttpMethod.GET)) {
                        push.handle(context);
                    } else if (asksBackEnd || fields.text("id").isEmpty()) {
                        context.next();
                    } else {
                        page.handle(context, fields);
                    }
                });
        demo(router, "/classic/push", push::handle);
        demo(router, "/classic/push/backend.php", push::handle);
    }

    private void demo(Router router, String path, Handler<RoutingContext> handler) {
        router.post(path).handler(visitors::admitSender).handler(RequestBody.upTo(RequestBody.OF_AN_EVENT));
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.POST)
                .handler(context -> unlessFolder(context, handler));
    }

    private static void get(Router router, String path, Handler<RoutingContext> handler) {
        router.get(path).handler(context -> unlessFolder(context, handler));
    }

    /** The router takes a slash at the end for nothing. */
    private static void unlessFolder(RoutingContext context, Handler<RoutingContext> handler) {
        if (context.normalizedPath().endsWith("/")) {
            context.next();
        } else {
            handler.handle(context);
        }
    }
}
