/** The store that any number of processes share: streams as the log, pub/sub as the wake-up, one Lua script an operation. */
@NullMarked
package io.halley.store.redis;

import org.jspecify.annotations.NullMarked;
