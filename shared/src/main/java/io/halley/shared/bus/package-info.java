/** What verticles of one process say to each other: addresses, commands and their replies, passed by reference. */
@NullMarked
package io.halley.shared.bus;

import org.jspecify.annotations.NullMarked;
