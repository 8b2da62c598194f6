/**
 * What is below the connections of every HTTP server of Halley: their channels, and bounds of what waits in them, of each and
 * of all, for clients that take too little or say too much.
 */
@NullMarked
package io.halley.shared.wire;

import org.jspecify.annotations.NullMarked;
