package io.halley.shared.bus;

import io.halley.shared.event.UserId;

/**
 * A user who has signed in at least once.
 *
 * @param firstSeen ms since 1970
 * @param lastSeen ms since 1970
 * @param online whether a connection or a poll was seen less than 30 s ago
 */
public record UserInfo(UserId user, long firstSeen, long lastSeen, boolean online) {}
