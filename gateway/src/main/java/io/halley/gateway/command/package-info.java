/** What clients ask for over a connection that is open. */
@NullMarked
package io.halley.gateway.command;

import org.jspecify.annotations.NullMarked;
