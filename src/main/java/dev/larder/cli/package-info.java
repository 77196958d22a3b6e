/** The commands, and the wiring of a node. picocli lives here. May import everything. */
@NullMarked
package dev.larder.cli;

import org.jspecify.annotations.NullMarked;
