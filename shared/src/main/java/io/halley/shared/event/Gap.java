package io.halley.shared.event;

/**
 * Says that a reader's position is not covered by the log any more, or never was: events may be lost to it.
 *
 * @param requested the position as the reader gave it
 * @param earliest where reading goes on; one above the head if nothing is retained
 * @param head the newest event
 */
public record Gap(Channel channel, String requested, EventId earliest, EventId head) {}
