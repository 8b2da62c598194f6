/** The ways in which a browser holds a connection, and the clock that keeps them alive. */
@NullMarked
package io.halley.gateway.transport;

import org.jspecify.annotations.NullMarked;
