/** What a backend of the store has to do. */
@NullMarked
package io.halley.store.spi;

import org.jspecify.annotations.NullMarked;
