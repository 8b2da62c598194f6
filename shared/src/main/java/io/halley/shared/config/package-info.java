/** What an operator can set: read once, from the environment, into immutable values; and the machine that it gives. */
@NullMarked
package io.halley.shared.config;

import org.jspecify.annotations.NullMarked;
