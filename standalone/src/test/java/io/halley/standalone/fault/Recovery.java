package io.halley.standalone.fault;

import java.time.Duration;

/**
 * How long a fault was felt. Only what was published when all of the fault was done is proof, wherever the time is
 * counted from.
 *
 * @param publishing until every publisher was answered by 201 again
 * @param reading until every subscriber had events of every one of its channels that were published after it
 */
record Recovery(Duration publishing, Duration reading) {}
