/** Thousands of users who come, go and read while gateways die and the store restarts, against what has to be true. */
@NullMarked
package io.halley.standalone.soak;

import org.jspecify.annotations.NullMarked;
