/** The words of Halley's log: channels, events, event ids and cursors. */
@NullMarked
package io.halley.shared.event;

import org.jspecify.annotations.NullMarked;
