/** The publisher over real HTTP, on the real store. */
@NullMarked
package io.halley.standalone.publisher;

import org.jspecify.annotations.NullMarked;
