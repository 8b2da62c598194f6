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

    private static final int LONGEST_LOOK_SECONDS = 5;

    private final Look look;
    private boolean looked;
    private boolean due;

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
            looked = true;
            if (answer.isPresent()) {
                end(answer.get().json(), answer.get().answered());
            } else if (due) {
                sayNothing();
            }
            return null;
        });
    }

    /**
     * Ends it with what it says when there is nothing to say, though not before it has looked once; a little later it ends
     * in any case. Harmless if it is over.
     */
    void endWithNothing() {
        if (looked) {
            sayNothing();
        } else if (!due) {
            due = true;
            agenda().in(LONGEST_LOOK_SECONDS, this::sayNothing);
        }
    }

    private void sayNothing() {
        end(look.nothing(), () -> {});
    }

    private void end(String json, Runnable answered) {
        if (!outlet().isOver()) {
            outlet().end(Buffer.buffer(json), Ending.DRAIN);
            answered.run();
        }
    }

    @Override
    protected Buffer heartbeat() {
        return BLANK;
    }

    @Override
    protected void refuse(int millis) {
        agenda().refusals().hold(this::sayNothing);
    }

    @Override
    protected void drain(int millis) {
        sayNothing();
    }
}
