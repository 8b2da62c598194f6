package io.halley.shared.bus;

/**
 * Names one event loop of a gateway's process, which is what holds connections and leases.
 *
 * @param process names the process among all that share the store: 1 to 80 of {@code [A-Za-z0-9._-]}
 * @param loop 0 for the first
 */
public record GatewayId(String process, int loop) {

    /** {@code PROCESS/LOOP}. */
    @Override
    public String toString() {
        return process + "/" + loop;
    }
}
