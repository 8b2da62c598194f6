package io.halley.standalone.fault;

import io.halley.standalone.Spawned;
import io.halley.store.fixture.TcpProxy;
import io.halley.store.fixture.TcpProxy.Way;

/** One gateway of a {@link ProcessStack}, and the two parts of its network: to its browsers and to Redis. */
final class GatewayNode implements AutoCloseable {

    private final Spawned process;
    private final TcpProxy front;
    private final TcpProxy back;
    private boolean cut;

    GatewayNode(Spawned process, TcpProxy front, TcpProxy back) {
        this.process = process;
        this.front = front;
        this.back = back;
    }

    Spawned process() {
        return process;
    }

    /** Where its browsers reach it. */
    int port() {
        return front.port();
    }

    /** Whether nothing gets to it or from it. */
    boolean isCut() {
        return cut;
    }

    void cut() {
        cut = true;
        front.stall(Way.values());
        back.stall(Way.values());
    }

    void heal() {
        cut = false;
        front.pass();
        back.pass();
    }

    /** Its process is gone, and with it every connection. */
    void cutOff() {
        front.close();
        back.close();
    }

    @Override
    public void close() {
        process.close();
        cutOff();
    }
}
