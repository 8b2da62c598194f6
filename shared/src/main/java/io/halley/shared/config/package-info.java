/** What an operator can set: read once, from the environment, into immutable values. */
@NullMarked
package io.halley.shared.config;

import org.jspecify.annotations.NullMarked;
