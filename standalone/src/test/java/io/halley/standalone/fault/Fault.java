package io.halley.standalone.fault;

import java.util.concurrent.locks.LockSupport;

/** What happens to a stack, and from when on it is counted until all is well. */
enum Fault {
    GATEWAY_KILLED("a gateway is killed", Clock.BEGINNING),
    PUBLISHER_RESTARTED("the publisher is restarted", Clock.END),
    REDIS_RESTARTED("Redis is restarted (SIGTERM)", Clock.END),
    REDIS_KILLED("Redis is killed and started", Clock.END),
    REDIS_PAUSED("Redis is paused for 10 s", Clock.END),
    GATEWAY_CUT("one gateway's network is cut for 10 s", Clock.END),
    SCALED_UP("gateways are scaled from 3 to 5", Clock.END),
    SCALED_DOWN("gateways are scaled from 5 to 1", Clock.BEGINNING);

    /** What recovery is counted from. */
    enum Clock {
        /** Where others take over. */
        BEGINNING,
        /** Where there is nobody else. */
        END
    }

    private final String description;
    private final Clock clock;

    Fault(String description, Clock clock) {
        this.description = description;
        this.clock = clock;
    }

    /** Has as many gateways as it is about, when nothing fails yet. */
    void prepare(Stack stack) {
        stack.scale(this == SCALED_DOWN ? 5 : Stack.GATEWAYS);
    }

    /** Does it; it is over when this returns. */
    void happen(Stack stack) {
        switch (this) {
            case GATEWAY_KILLED -> stack.killGateway();
            case PUBLISHER_RESTARTED -> stack.restartPublisher();
            case REDIS_RESTARTED -> stack.restartRedis();
            case REDIS_KILLED -> stack.killRedis();
            case REDIS_PAUSED -> stack.pauseRedis(Stack.OUTAGE);
            case GATEWAY_CUT -> {
                stack.cutGateway();
                LockSupport.parkNanos(Stack.OUTAGE.toNanos());
                stack.healGateway();
            }
            case SCALED_UP -> stack.scale(5);
            case SCALED_DOWN -> stack.scale(1);
        }
    }

    Clock clock() {
        return clock;
    }

    @Override
    public String toString() {
        return description;
    }
}
