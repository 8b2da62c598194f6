/** One JVM: store, publisher and gateway. */
@NullMarked
package io.halley.standalone;

import org.jspecify.annotations.NullMarked;
