package io.halley.shared.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Hands the very object over. Halley's bus never leaves the process, and what it carries is immutable. */
public final class IdentityCodec<T> implements MessageCodec<T, T> {

    private final String name;

    private IdentityCodec(String name) {
        this.name = name;
    }

    /** Registers this codec for everything of Halley's that goes over the bus. Once per Vert.x. */
    public static void register(EventBus bus) {
        IdentityCodec<Object> codec = new IdentityCodec<>("halley.identity");
        bus.registerCodec(codec);
        bus.codecSelector(body -> codec.name());
        // of a failure Vert.x asks for the codec of its class, and not the selector
        bus.registerDefaultCodec(StoreException.class, new IdentityCodec<>("halley.failure"));
    }

    @Override
    public T transform(T body) {
        return body;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }

    @Override
    public void encodeToWire(Buffer buffer, T body) {
        throw new UnsupportedOperationException("the bus is local");
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException("the bus is local");
    }
}
