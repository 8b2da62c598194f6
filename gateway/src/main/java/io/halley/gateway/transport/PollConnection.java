package io.halley.gateway.transport;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.subscription.Connection;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.http.MediaType;
import io.halley.shared.http.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that is held until there is something to answer, or its time is over. */
final class PollConnection implements Connection {

    private final HttpServerResponse response;
    private final Subscription subscription;
    private final boolean mayWait;
    /** Which version of the inbox's state it knows; null if it does not want to know. */
    private final @Nullable String inbox;

    private boolean opened;
    private boolean asking;
    private @Nullable OwnEvent own;

    PollConnection(HttpServerResponse response, SubscribeRequest request) {
        this.response = response;
        this.mayWait = request.waitSeconds() > 0;
        this.subscription = request.poll(this);
        this.inbox = subscription.inbox() == null ? null : request.inbox();
        this.asking = inbox != null;
    }

    Subscription subscription() {
        return subscription;
    }

    /**
     * An answer is one write, however large: there is always room for it. One that wants to know of the inbox hears of
     * that first, so that a busy channel does not keep it from hearing.
     */
    @Override
    public boolean isWritable() {
        return !isOver() && !asking;
    }

    @Override
    public void opened() {
        opened = true;
    }

    @Override
    public void write(List<Frame> frames, boolean caughtUp) {
        if (!frames.isEmpty() || (caughtUp && !(mayWait && own == null))) {
            answer(frames);
        }
    }

    @Override
    public boolean wantsInbox() {
        return inbox != null && !isOver();
    }

    /** What it knows already is no answer. Before it has read, it goes along with what is read. */
    @Override
    public boolean tell(OwnEvent event, String version) {
        asking = false;
        if (!version.equals(inbox)) {
            own = event;
            if (subscription.isCaughtUp()) {
                answer(subscription.takeTurn());
            }
        }
        return true;
    }

    @Override
    public void storeAway() {
        if (!isOver()) {
            Problem.unavailable("the store does not answer (expected: try again)")
                    .answer(response, "no-store");
        }
    }

    @Override
    public void cut() {
        if (!isOver()) {
            Problem.internal().answer(response, "no-store");
        }
    }

    /** Its time is over, or the gateway stops. */
    void release() {
        if (isOver()) {
            return;
        }
        if (opened) {
            // what this turn has brought is behind the cursor already, so it has to go along
            answer(subscription.takeTurn());
        } else {
            storeAway();
        }
    }

    private void answer(List<Frame> frames) {
        if (isOver()) {
            return;
        }
        PollAnswer answer = PollAnswer.of(subscription, frames, own);
        answer.cut().forEach(subscription.subscribers()::moveBack);
        response.putHeader(HttpHeaders.CONTENT_TYPE, MediaType.JSON)
                .putHeader(HttpHeaders.ETAG, "\"" + answer.cursor() + "\"")
                .end(answer.body());
    }

    private boolean isOver() {
        return response.ended() || response.closed();
    }
}
