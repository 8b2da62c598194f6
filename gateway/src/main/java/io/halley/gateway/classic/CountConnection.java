package io.halley.gateway.classic;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.subscription.Subscription;
import io.halley.gateway.transport.HeldConnection;
import io.halley.gateway.transport.Outlet.Ending;
import io.halley.gateway.transport.ResponseOutlet;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** Counts from 2 on, one with each second in which its client took what came before. */
final class CountConnection extends HeldConnection {

    private final Subscription subscription;
    private boolean begun;
    private int count = 2;

    /** Takes a request whose answer has its head set and not written. */
    CountConnection(HttpServerRequest http) {
        super(new ResponseOutlet(http));
        subscription =
                new Subscription(List.of(Channel.CLOCK), Cursor.all(Position.NOW, 1), null, this, ReadLimit.PAGE, 0);
    }

    @Override
    public Subscription subscription() {
        return subscription;
    }

    @Override
    public void opened() {
        begin();
    }

    @Override
    protected void begin() {
        if (!begun) {
            begun = true;
            send(Buffer.buffer(Answers.PAD + "<br />"));
        }
    }

    @Override
    public void write(List<Frame> frames, boolean caughtUp) {
        if (frames.stream().anyMatch(frame -> !frame.events().isEmpty())) {
            send(Buffer.buffer(Answers.PAD + "<br>" + count++ + "<br>"));
        }
    }

    @Override
    public boolean wantsInbox() {
        return false;
    }

    @Override
    public boolean tell(OwnEvent event, String version) {
        return true;
    }

    @Override
    protected Buffer heartbeat() {
        return Buffer.buffer("\n");
    }

    @Override
    protected void drain(int millis) {
        outlet().end(Buffer.buffer(), Ending.DRAIN);
    }
}
