/** The gateway as browsers see it: everything over real connections, against a Halley that runs in this JVM. */
@NullMarked
package io.halley.standalone.gateway;

import org.jspecify.annotations.NullMarked;
