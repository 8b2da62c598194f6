/** The pages and the client library, in a real browser against a real Halley. */
@NullMarked
package io.halley.standalone.browser;

import org.jspecify.annotations.NullMarked;
