package io.halley.shared.bus;

/**
 * One lease of a user, as others see it.
 *
 * @param client as in {@link Lease}
 * @param transport as in {@link Lease}
 * @param gateway the process that holds it, as in {@link GatewayId}
 * @param since when it began, ms since 1970
 */
public record Device(String client, String transport, String gateway, long since) {}
