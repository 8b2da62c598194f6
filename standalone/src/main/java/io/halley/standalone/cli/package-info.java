/** The command-line client: pushes, watches and lists users over a publisher's HTTP, without Vert.x. */
@NullMarked
package io.halley.standalone.cli;

import org.jspecify.annotations.NullMarked;
