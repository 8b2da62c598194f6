package io.halley.gateway.transport;

import io.halley.gateway.subscription.Subscription;
import io.halley.gateway.subscription.Subscriptions;
import java.util.function.Consumer;

/**
 * A hub that does what a test says.
 *
 * @param room whether there is any
 * @param opens what is done with who comes
 */
record ScriptedHub(boolean room, Consumer<Subscription> opens) implements Subscriptions {

    /** One that is still looking for where reading starts. */
    static final ScriptedHub STILL_LOOKING = new ScriptedHub(true, subscription -> {});

    static final ScriptedHub NO_ROOM = new ScriptedHub(false, subscription -> {});

    /** One that does this with whom it knows at once where to start. */
    static ScriptedHub opening(Consumer<Subscription> script) {
        return new ScriptedHub(true, subscription -> {
            subscription.started();
            script.accept(subscription);
        });
    }

    @Override
    public boolean hasRoom(int channels) {
        return room;
    }

    @Override
    public void open(Subscription subscription) {
        opens.accept(subscription);
    }

    @Override
    public void mark(Subscription subscription) {
        subscription.connection().write(subscription.takeTurn(), false);
    }

    @Override
    public void resume(Subscription subscription) {}

    @Override
    public void close(Subscription subscription) {
        subscription.close();
    }
}
