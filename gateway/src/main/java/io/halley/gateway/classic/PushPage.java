package io.halley.gateway.classic;

import io.halley.gateway.presence.Presence;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.UserId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;

/** {@code /classic/push/?id=1}: a page that shows what is pushed to a user, who is online from then on. */
final class PushPage {

    private static final System.Logger LOG = System.getLogger(PushPage.class.getName());

    private static final String RESOURCE = "web/classic/push.html";

    /** What it shows comes from anywhere; what it asks is its own back end. It has to say its address, which has the id. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
                    + "frame-src http: https:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    private final Visitors visitors;
    private final StoreClient store;
    private final Presence presence;
    private final String page = read();

    PushPage(Visitors visitors, StoreClient store, Presence presence) {
        this.visitors = visitors;
        this.store = store;
        this.presence = presence;
    }

    void handle(RoutingContext context, Fields fields) {
        UserId user = new UserId(fields.text("id"));
        visitors.require(context.request(), user);
        if (context.request().method().equals(HttpMethod.GET)) {
            come(user);
        }
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "same-origin")
                .end(page.replace("{id}", Escaped.html(user.value())))
                .onFailure(context::fail);
    }

    /** The page's own polls keep the user here. */
    private void come(UserId user) {
        if (visitors.comeFreely()) {
            store.signIn(user)
                    .onFailure(failure ->
                            LOG.log(Level.INFO, "user {0} is not written down yet: {1}", user, failure.getMessage()));
        }
        presence.came(user, null, PushHandler.TRANSPORT).run();
    }

    private static String read() {
        try (InputStream in = PushPage.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + RESOURCE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
