package io.halley.gateway.classic;

import io.halley.gateway.framing.Frame;
import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.subscription.Subscription;
import io.halley.gateway.transport.HeldConnection;
import io.halley.gateway.transport.ResponseOutlet;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A held connection that looks into the log, first when its channels are followed, then whenever something comes. Its
 * subscription only wakes it: what it says depends on nothing but the log and what its page has sent, so that any gateway
 * says the same. One look at a time; one that fails, because the store is away, is repeated.
 */
abstract class Watcher extends HeldConnection {

    private final Subscription subscription;
    private final Agenda agenda;
    private final long sessionEnd;
    private boolean looking;
    private boolean again;
    private boolean failing;
    private @Nullable Runnable later;

    /**
     * Takes a request whose answer has its head set and not written.
     *
     * @param sessionEnd when the session that allows it ends, ms since 1970
     */
    Watcher(HttpServerRequest http, List<Channel> channels, Agenda agenda, long sessionEnd) {
        super(new ResponseOutlet(http));
        this.agenda = agenda;
        this.sessionEnd = sessionEnd;
        // in nobody's name: only what its page is shown counts as written, and not all that wakes it
        this.subscription =
                new Subscription(channels, Cursor.all(Position.NOW, channels.size()), null, this, ReadLimit.PAGE, 0);
    }

    /** Looks once, and says what there is to say. */
    protected abstract Future<Void> lookOnce();

    /** Has it look again when this look is over. */
    protected final void lookAgain() {
        again = true;
    }

    /** Has it look again in about a second, once however often that is said. */
    private void lookLater() {
        if (later == null) {
            later = agenda.again(() -> {
                later = null;
                look();
            });
        }
    }

    protected final Agenda agenda() {
        return agenda;
    }

    /** Looks now, or after the look that is under way. */
    final void look() {
        if (outlet().isOver()) {
            setWorking();
            return;
        }
        if (looking) {
            again = true;
            return;
        }
        looking = true;
        again = false;
        // composed, so that one that throws has failed
        Future.succeededFuture().compose(now -> lookOnce()).onComplete(looked -> {
            looking = false;
            if (looked.failed()) {
                agenda.failedLooks().about(looked.cause(), !failing);
                failing = true;
                lookLater();
            } else {
                setWorking();
                if (again) {
                    look();
                }
            }
        });
    }

    private void setWorking() {
        if (failing) {
            failing = false;
            agenda.failedLooks().end();
        }
    }

    @Override
    public final Subscription subscription() {
        return subscription;
    }

    @Override
    public void opened() {
        look();
    }

    @Override
    public final void write(List<Frame> frames, boolean caughtUp) {
        if (!frames.isEmpty()) {
            look();
        }
    }

    @Override
    public final boolean wantsInbox() {
        return false;
    }

    @Override
    public final boolean tell(OwnEvent event, String version) {
        return true;
    }

    @Override
    protected final boolean mayGoOn(long now) {
        if (now >= sessionEnd) {
            drain(0);
        }
        return now < sessionEnd;
    }
}
