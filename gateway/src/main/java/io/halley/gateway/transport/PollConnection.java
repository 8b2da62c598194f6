package io.halley.gateway.transport;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.subscription.Connection;
import io.halley.gateway.subscription.Subscription;
import io.halley.shared.http.MediaType;
import io.halley.shared.http.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** A request that is held until there is something to answer, or its time is over. */
final class PollConnection implements Connection {

    private final HttpServerResponse response;
    private final Subscription subscription;
    private final boolean mayWait;
    private boolean opened;

    PollConnection(HttpServerResponse response, SubscribeRequest request) {
        this.response = response;
        this.mayWait = request.waitSeconds() > 0;
        this.subscription = request.subscription(this);
    }

    Subscription subscription() {
        return subscription;
    }

    /** An answer is one write, however large: there is always room for it. */
    @Override
    public boolean isWritable() {
        return !isOver();
    }

    @Override
    public void opened() {
        opened = true;
    }

    @Override
    public void write(List<Frame> frames, boolean caughtUp) {
        if (!frames.isEmpty() || (caughtUp && !mayWait)) {
            answer(frames);
        }
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
        PollAnswer answer = PollAnswer.of(subscription, frames);
        response.putHeader(HttpHeaders.CONTENT_TYPE, MediaType.JSON)
                .putHeader(HttpHeaders.ETAG, "\"" + answer.cursor() + "\"")
                .end(answer.body());
    }

    private boolean isOver() {
        return response.ended() || response.closed();
    }
}
