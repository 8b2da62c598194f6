/** What one connection reads, and how far it has come. */
@NullMarked
package io.halley.gateway.subscription;

import org.jspecify.annotations.NullMarked;
