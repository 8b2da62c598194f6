/** The backend that keeps everything in files of this process. */
@NullMarked
package io.halley.store.embedded;

import org.jspecify.annotations.NullMarked;
