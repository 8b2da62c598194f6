/** Holds the browsers' connections: one verticle per event loop, which owns all that happens on it. */
@NullMarked
package io.halley.gateway;

import org.jspecify.annotations.NullMarked;
