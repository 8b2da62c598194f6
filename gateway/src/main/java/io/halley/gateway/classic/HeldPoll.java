package io.halley.gateway.classic;

import io.halley.gateway.transport.Outlet.Ending;
import io.halley.shared.event.Channel;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** A request that is held until there is an answer, which is one JSON value. Until then it says blanks, which JSON allows. */
final class HeldPoll extends Watcher {

    private static final Buffer BLANK = Buffer.buffer(" ");

    private final Look look;

    /** Parameters as of {@link Watcher}. */
    HeldPoll(HttpServerRequest http, List<Channel> channels, Agenda agenda, long sessionEnd, Look look) {
        super(http, channels, agenda, sessionEnd);
        this.look = look;
    }

    @Override
    public void opened() {
        look.begin(subscription());
        super.opened();
    }

    @Override
    protected Future<Void> lookOnce() {
        return look.answer().map(answer -> {
            answer.ifPresent(this::end);
            return null;
        });
    }

    /** Ends it with what it says when there is nothing to say. Harmless if it is over. */
    void endWithNothing() {
        end(look.nothing());
    }

    private void end(String json) {
        outlet().end(Buffer.buffer(json), Ending.DRAIN);
    }

    @Override
    protected Buffer heartbeat() {
        return BLANK;
    }

    @Override
    protected void drain(int millis) {
        endWithNothing();
    }
}
