/** The store's verticle: commands and channels of the bus on one side, a backend on the other. */
@NullMarked
package io.halley.store;

import org.jspecify.annotations.NullMarked;
