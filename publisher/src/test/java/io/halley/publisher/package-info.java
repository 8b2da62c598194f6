/** What is read and written, without a server. */
@NullMarked
package io.halley.publisher;

import org.jspecify.annotations.NullMarked;
