/** Who is asking, and what they may read and publish. */
@NullMarked
package io.halley.gateway.access;

import org.jspecify.annotations.NullMarked;
