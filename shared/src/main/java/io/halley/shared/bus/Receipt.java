package io.halley.shared.bus;

import org.jspecify.annotations.Nullable;

/**
 * What became of one event of an inbox. All times are ms since 1970, and null for what has not happened yet; a later step
 * implies the earlier ones, so that a time may be that of a later step.
 *
 * @param sent when it came into the log; null if it is not retained any more
 * @param written when it was written to a socket
 * @param delivered when the client said that it had come
 * @param read when it was marked as read
 */
public record Receipt(@Nullable Long sent, @Nullable Long written, @Nullable Long delivered, @Nullable Long read) {}
