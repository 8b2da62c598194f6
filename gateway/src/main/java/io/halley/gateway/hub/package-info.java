/** Brings events to subscribers: one feed per followed channel, one recovery path for every reader. */
@NullMarked
package io.halley.gateway.hub;

import org.jspecify.annotations.NullMarked;
