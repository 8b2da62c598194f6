package io.halley.shared.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Hands the very object over. Halley's bus never leaves the process, and what it carries is immutable. */
public final class IdentityCodec implements MessageCodec<Object, Object> {

    static final String NAME = "halley.identity";

    private IdentityCodec() {}

    /** Registers this codec for everything of Halley's that goes over the bus. Once per Vert.x. */
    public static void register(EventBus bus) {
        IdentityCodec codec = new IdentityCodec();
        bus.registerCodec(codec);
        bus.registerDefaultCodec(StoreException.class, new FailureCodec());
        bus.codecSelector(body -> NAME);
    }

    @Override
    public Object transform(Object body) {
        return body;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }

    @Override
    public void encodeToWire(Buffer buffer, Object body) {
        throw new UnsupportedOperationException("the bus is local");
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException("the bus is local");
    }

    /** Vert.x looks failures up by class alone, before it asks the selector. */
    private static final class FailureCodec implements MessageCodec<StoreException, StoreException> {

        @Override
        public StoreException transform(StoreException failure) {
            return failure;
        }

        @Override
        public String name() {
            return "halley.failure";
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }

        @Override
        public void encodeToWire(Buffer buffer, StoreException failure) {
            throw new UnsupportedOperationException("the bus is local");
        }

        @Override
        public StoreException decodeFromWire(int position, Buffer buffer) {
            throw new UnsupportedOperationException("the bus is local");
        }
    }
}
