/** What tests of several packages share. */
@NullMarked
package dev.larder.testing;

import org.jspecify.annotations.NullMarked;
