package io.halley.publisher;

import io.halley.shared.bus.BoundedReads;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.http.Pages;
import io.halley.shared.http.Problems;
import io.halley.shared.http.RequestBody;
import io.halley.shared.http.SecurityHeaders;
import io.halley.shared.http.SoundRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;

/** Every address of the publisher, and who answers there. */
final class PublisherRoutes {

    private static final int LARGEST_BATCH_BYTES = 1024 * 1024;

    /** A thousand user ids of 64 characters fit. */
    private static final int LARGEST_PUSH_BYTES = 128 * 1024;

    /** What the console and the page of the API load. */
    private static final List<String> RESOURCES = List.of(
            "halley.css",
            "bar.css",
            "blocks.css",
            "forms.css",
            "favicon.svg",
            "lang.js",
            "i18n.js",
            "ui.js",
            "console/zh.js",
            "console/console.css",
            "console/console.js",
            "console/activity.js",
            "console/activity.css",
            "console/devices.js",
            "console/key.js",
            "console/page.js",
            "console/plot.js",
            "console/presence.js",
            "console/push.js",
            "console/push.css",
            "console/receipts.js",
            "console/results.js",
            "console/users.js",
            "console/users.css",
            "docs/zh.js",
            "openapi.yaml");

    private final PublishKey key;
    private final PublishHandler publish;
    private final BatchHandler batch;
    private final PushHandler push;
    private final UsersHandler users;
    private final ChannelsHandler channels;
    private final InboxHandler inbox;
    private final ReceiptsHandler receipts;
    private final GatewaysHandler gateways;
    private final HistoryHandler history;

    PublisherRoutes(
            StoreClient store,
            BoundedReads reads,
            String publishKey,
            HeldHistories held,
            MeterRegistry meters,
            ClassicCopies copies) {
        PublisherMeters counts = new PublisherMeters(meters);
        this.key = new PublishKey(publishKey);
        this.publish = new PublishHandler(store, counts);
        this.batch = new BatchHandler(store, counts);
        this.push = new PushHandler(store, counts, copies);
        this.users = new UsersHandler(store);
        this.channels = new ChannelsHandler(store);
        this.inbox = new InboxHandler(reads);
        this.receipts = new ReceiptsHandler(store);
        this.gateways = new GatewaysHandler(store);
        this.history = new HistoryHandler(reads, held);
    }

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        Problems.install(router);
        router.route().handler(SoundRequest::require);
        pages(router);
        router.route("/v1/*").handler(SecurityHeaders::forData).handler(key);

        router.post("/v1/channels/:channel/events")
                .handler(RequestBody.upTo(RequestBody.OF_AN_EVENT))
                .handler(publish);
        router.post("/v1/batch").handler(RequestBody.upTo(LARGEST_BATCH_BYTES)).handler(batch);
        router.post("/v1/push").handler(RequestBody.upTo(LARGEST_PUSH_BYTES)).handler(push);

        router.get("/v1/users").handler(users::list);
        router.get("/v1/users/:user").handler(users::show);
        router.get("/v1/users/:user/inbox").handler(inbox);
        router.get("/v1/receipts").handler(receipts);
        router.get("/v1/gateways").handler(gateways);
        router.get("/v1/channels").handler(channels::list);
        router.get("/v1/channels/:channel").handler(channels::show);
        router.delete("/v1/channels/:channel").handler(channels::delete);
        router.get("/v1/channels/:channel/events").handler(history);
        return router;
    }

    private static void pages(Router router) {
        Pages.mount(router, "/", "console.html", Pages.STRICT);
        Pages.mount(router, "/docs", "docs.html", Pages.STRICT);
        Pages.mount(router, RESOURCES);
    }
}
