/** Where back ends post events, operators push URLs, and both look at what is there. */
@NullMarked
package io.halley.publisher;

import org.jspecify.annotations.NullMarked;
