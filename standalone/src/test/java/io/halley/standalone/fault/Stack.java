package io.halley.standalone.fault;

import java.time.Duration;

/**
 * A Halley of several processes that can be made to fail. A fault is done when its method returns, which says nothing of
 * whether anything works again. For one thread.
 */
interface Stack extends AutoCloseable {

    /** How many gateways there are when nothing fails. */
    int GATEWAYS = 3;

    /** How long something is away that comes back by itself. */
    Duration OUTAGE = Duration.ofSeconds(10);

    /** What it is made of, for the report. */
    String description();

    Site site();

    /** Ends one gateway with SIGKILL. */
    void killGateway();

    /** Has so many gateways: starts what is missing, ends what is too much with SIGTERM. */
    void scale(int gateways);

    /** Ends the publisher with SIGTERM and starts it again. */
    void restartPublisher();

    /** Ends Redis with SIGTERM and starts it again. */
    void restartRedis();

    /** Ends Redis with SIGKILL and starts it again; it is one that forces each write to disk. */
    void killRedis();

    /** Freezes Redis for so long. */
    void pauseRedis(Duration length);

    /** Nothing gets to one gateway or from it any more, in any direction, and nobody is told. */
    void cutGateway();

    /** Ends what {@link #cutGateway} began. */
    void healGateway();

    /** What each process said last, for whoever looks for the reason of a failure. */
    String lastWords();

    /** Takes all of it away. */
    @Override
    void close();
}
