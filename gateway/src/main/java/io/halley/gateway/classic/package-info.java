/**
 * The Comet demos of old, byte for byte as their pages want them: thin adapters over channels. What is public here is
 * {@link io.halley.gateway.classic.Classic} alone. All on the event loop of one gateway verticle.
 */
@NullMarked
package io.halley.gateway.classic;

import org.jspecify.annotations.NullMarked;
