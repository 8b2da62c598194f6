package io.halley.shared.bus;

import io.halley.shared.event.Event;

/** One event of an inbox. It is read if its receipt has a time for it. */
public record InboxEntry(Event event, Receipt receipt) {}
