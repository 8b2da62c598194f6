package io.halley.store;

import io.halley.shared.bus.Addresses;
import io.halley.shared.bus.InboxNotice;
import io.halley.shared.bus.StoreCommand;
import io.halley.shared.bus.StoreException;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.runtime.Health;
import io.halley.shared.runtime.StartException;
import io.halley.store.embedded.EmbeddedStore;
import io.halley.store.redis.RedisStore;
import io.halley.store.spi.Notice;
import io.halley.store.spi.Notices;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The store of a process, one instance: the bus on one side, a backend on the other. It answers every {@link
 * StoreCommand}, with {@link StoreException} where it can't, and has the bus carry each channel that is followed, in
 * order and without a hole, as {@link Backlog}s that each begin where the last one ended or carry a gap.
 *
 * <p>Deploying fails with {@link StartException} if the data folder can't be used, or Redis refuses Halley.
 */
public final class StoreVerticle extends VerticleBase {

    private final Backend.Opening opening;
    private final MeterRegistry meters;
    private @Nullable Backend backend;
    private @Nullable MessageConsumer<StoreCommand> commands;

    public StoreVerticle(StoreConfig config, Health health, MeterRegistry meters) {
        this(
                (vertx, notices) -> switch (config.kind()) {
                    case EMBEDDED -> embedded(vertx, config, notices, health, meters);
                    case REDIS -> redis(vertx, config, notices, health, meters);
                },
                meters);
    }

    StoreVerticle(Backend.Opening opening, MeterRegistry meters) {
        this.opening = opening;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        Relay relay = new Relay();
        return opening.open(vertx, relay).compose(opened -> {
            backend = opened;
            Carrier carrier = new Carrier(this::later, opened.events(), new LocalBus(vertx), meters);
            relay.carrier = carrier;
            Answers answers = new Answers(opened, carrier);
            commands = vertx.eventBus().localConsumer(Addresses.STORE, message -> answer(answers, message));
            return commands.completion();
        });
    }

    @Override
    public Future<?> stop() {
        Future<Void> deaf = commands == null ? Future.succeededFuture() : commands.unregister();
        return deaf.eventually(() ->
                backend == null ? Future.succeededFuture() : backend.events().close());
    }

    private static Future<Backend> embedded(
            Vertx vertx, StoreConfig config, Notices notices, Health health, MeterRegistry meters) {
        return EmbeddedStore.open(vertx, config, notices, health, meters).map(Backend::of);
    }

    private static Future<Backend> redis(
            Vertx vertx, StoreConfig config, Notices notices, Health health, MeterRegistry meters) {
        return RedisStore.open(vertx, config, notices, health, meters).map(Backend::of);
    }

    private void answer(Answers answers, Message<StoreCommand> message) {
        Future<?> answer;
        try {
            answer = answers.to(message.body());
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        answer.onSuccess(message::reply).onFailure(failure -> message.reply(Answers.asStoreException(failure)));
    }

    private void later(long ms, Runnable action) {
        vertx.setTimer(ms, id -> action.run());
    }

    /** Stands in for the carrier, which is made only when there is a backend to read from. */
    private static final class Relay implements Notices {
        private @Nullable Carrier carrier;

        @Override
        public void moved(Notice notice) {
            if (carrier != null) {
                carrier.moved(notice);
            }
        }

        @Override
        public void read(Channel own, InboxNotice.Read notice) {
            if (carrier != null) {
                carrier.read(own, notice);
            }
        }

        @Override
        public void unsure(Channel channel) {
            if (carrier != null) {
                carrier.unsure(channel);
            }
        }

        @Override
        public void unsure() {
            if (carrier != null) {
                carrier.unsure();
            }
        }
    }
}
