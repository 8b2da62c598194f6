package io.halley.shared.bus;

import io.halley.shared.event.Cursor;
import io.halley.shared.event.UserId;

/**
 * What a user has not read. The inbox is the user's own channel and the one that reaches all; both cursors hold one event
 * id of each, in this order.
 *
 * @param unread events that are retained and were not read
 * @param dropped events that retention took before they were read, or their user could have
 * @param readUpTo everything up to here was read, or is gone
 * @param head the newest events that {@code unread} counts
 * @param version another one after every change of what is read; opaque, 1 to 100 of {@code [0-9a-z.-]}
 */
public record InboxState(UserId user, long unread, long dropped, Cursor readUpTo, Cursor head, String version) {}
