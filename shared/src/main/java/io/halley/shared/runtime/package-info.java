/** The process around the verticles: boot, ordered stop, logging, and the management server. */
@NullMarked
package io.halley.shared.runtime;

import org.jspecify.annotations.NullMarked;
