package io.halley.gateway.access;

import io.halley.shared.event.UserId;

/**
 * A user who is signed in in this browser.
 *
 * @param issuedAt seconds since 1970
 * @param expiresAt seconds since 1970
 */
public record Session(UserId user, long issuedAt, long expiresAt) {}
