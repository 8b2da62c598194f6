package io.halley.standalone.fault;

import java.net.URI;

/**
 * Where a Halley is.
 *
 * @param gateway where browsers go, whatever stands before the gateways
 * @param publisher where back ends go
 * @param publishKey what they show there
 */
record Site(URI gateway, URI publisher, String publishKey) {}
