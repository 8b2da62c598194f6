/** Who is here: tells the store about users and subscribers. */
@NullMarked
package io.halley.gateway.presence;

import org.jspecify.annotations.NullMarked;
