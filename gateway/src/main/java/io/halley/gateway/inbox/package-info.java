/** The inbox of whoever is signed in: what is in it, and what of it was read or has arrived. */
@NullMarked
package io.halley.gateway.inbox;

import org.jspecify.annotations.NullMarked;
