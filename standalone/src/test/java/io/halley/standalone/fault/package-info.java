/** Halley on several processes, of which one after another fails while browsers read and back ends publish. */
@NullMarked
package io.halley.standalone.fault;

import org.jspecify.annotations.NullMarked;
