/** The bytes of each wire format, made once per flush. Pure. */
@NullMarked
package io.halley.gateway.framing;

import org.jspecify.annotations.NullMarked;
