package io.halley.shared.bus;

import org.jspecify.annotations.Nullable;

/**
 * How sure the store is of who is online.
 *
 * @param online how many users are, as far as is known
 * @param unknownSince set after an outage or a restart of the store until everyone had the time to come back: who was
 *     online then still counts as such, ms since 1970
 */
public record PresenceInfo(long online, @Nullable Long unknownSince) {}
