package io.halley.store.redis;

import io.halley.shared.config.RedisUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * The two connections of a process, one for commands and one that listens, and what watches over both. Confined to the
 * store's context.
 */
final class Links {

    private static final System.Logger LOG = System.getLogger(Links.class.getName());

    private final CommandLink commands;
    private final Subscriptions subscriptions;
    private final Link toCommand;
    private final Link toListen;
    private final Probe probe;
    private final Meters meters;
    private final Runnable unsure;
    private boolean listening;
    private boolean listened;
    private boolean missed;

    /** Runs {@code unsure} when notices may have been missed, and what was missed can be read. */
    Links(Vertx vertx, RedisUrl url, Condition condition, Meters meters, Runnable unsure) {
        this.meters = meters;
        this.unsure = unsure;
        Connector connector = new Connector(vertx, url);
        commands = new CommandLink(vertx);
        subscriptions = new Subscriptions(vertx, this::resumed);
        toCommand = new Link(
                vertx, connector, condition, Condition.Part.COMMANDS, List.of(Script.values()), new CommandUser());
        toListen = new Link(vertx, connector, condition, Condition.Part.NOTICES, List.of(), new ListenUser());
        commands.on(toCommand);
        subscriptions.on(toListen);
        probe = new Probe(vertx, commands, condition, toListen::works, this::giveUp);
        subscriptions.keep(probe.address(), message -> probe.heard());
    }

    Commands commands() {
        return commands;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    int inFlight() {
        return commands.inFlight();
    }

    boolean isCommanding() {
        return toCommand.isUp();
    }

    boolean isListening() {
        return toListen.isUp();
    }

    /** Completes once both were tried; fails if that is hopeless. */
    Future<Void> open() {
        probe.open();
        return Future.join(toCommand.open(), toListen.open()).mapEmpty();
    }

    /** Lets what is on its way be answered first. */
    Future<Void> close() {
        probe.close();
        toListen.close();
        return commands.idle().onComplete(idle -> toCommand.close());
    }

    /** Of two halves that do not belong together it can't be told which one is wrong. */
    private void giveUp(String reason) {
        toCommand.reset(reason);
        toListen.reset(reason);
    }

    private void resumed() {
        listening = true;
        // before the first time nobody can have followed anything
        missed = listened;
        listened = true;
        together();
    }

    private void together() {
        if (toCommand.isUp() && listening) {
            probe.watch();
            if (missed) {
                missed = false;
                unsure.run();
            }
        }
    }

    private final class CommandUser implements Link.User {

        @Override
        public void up(Connection connection) {
            meters.connected("commands");
            boolean evicts = connection.server().evicts();
            meters.evicts(evicts);
            if (evicts) {
                LOG.log(
                        Level.WARNING,
                        "Redis''s maxmemory-policy is {0}: events may vanish when its memory is full (expected: noeviction)",
                        connection.server().evictionPolicy());
            }
            commands.up(connection);
            toCommand.works();
            together();
        }

        /** Wherever it is made anew, the other one has to listen there, and to nobody else. */
        @Override
        public void down() {
            probe.rest();
            commands.down();
            toListen.reset("the other connection is made anew");
        }
    }

    private final class ListenUser implements Link.User {

        @Override
        public void up(Connection connection) {
            meters.connected("notices");
            subscriptions.up(connection);
        }

        @Override
        public void down() {
            listening = false;
            probe.rest();
            subscriptions.down();
        }
    }
}
