/** How commands are called. */
@NullMarked
package io.halley.standalone.cli;

import org.jspecify.annotations.NullMarked;
