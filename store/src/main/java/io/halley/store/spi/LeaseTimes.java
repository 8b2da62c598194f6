package io.halley.store.spi;

/**
 * How long presence waits, in ms.
 *
 * @param ttlMs a lease lives so long after it was held last: its gateway may be dead
 * @param graceMs a lease lives so long after its release: a page may be loading anew
 * @param sweepMs time between two looks for leases that have run out
 */
public record LeaseTimes(long ttlMs, long graceMs, long sweepMs) {

    public static final LeaseTimes USUAL = new LeaseTimes(15_000, 8_000, 5_000);

    /**
     * Leases went unrenewed if the store was not asked for anything of presence for so long, and a lease has lost its owner
     * if that one did not hold it for so long. It is longer than the time between two sweeps, and so short that a lease which
     * was about to be renewed when the store went still lives when its gateway is heard again.
     */
    public long outageMs() {
        return sweepMs + sweepMs * 3 / 10;
    }
}
