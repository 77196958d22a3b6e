/**
 * Whole nodes on real sockets: the launcher starts a node as a process of its own, real origins
 * stand behind it and real clients ask it. Nothing here calls the node's classes.
 *
 * <p>What a test needs from the machine is put there by {@code src/it/set-up.sh}; where it lacks, a
 * test fails and says so, for a test that is skipped shows nothing.
 */
@NullMarked
package dev.larder.it;

import org.jspecify.annotations.NullMarked;
