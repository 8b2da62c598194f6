/** How requests are read, and how errors look. */
@NullMarked
package io.halley.shared.http;

import org.jspecify.annotations.NullMarked;
