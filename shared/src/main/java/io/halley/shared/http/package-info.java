/** What every HTTP server of Halley answers alike: errors as problem+json, security headers, request bodies. */
@NullMarked
package io.halley.shared.http;

import org.jspecify.annotations.NullMarked;
