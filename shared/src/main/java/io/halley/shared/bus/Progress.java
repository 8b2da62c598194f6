package io.halley.shared.bus;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import org.jspecify.annotations.Nullable;

/**
 * How far a channel of a user's inbox has come to that user, on the device that is furthest. What it names is only news
 * if it is above what was known before.
 *
 * @param channel one of the two of the inbox
 * @param written everything up to here was written to a socket; null for nothing new
 * @param delivered everything up to here has arrived, because the client said so; null for nothing new
 */
public record Progress(UserId user, Channel channel, @Nullable EventId written, @Nullable EventId delivered) {}
