/**
 * The decisions of HTTP caching (RFC 9110, 9111, 5861, 8246, 9211) as pure functions.
 *
 * <p>No input or output, no threads, no logger and no clock: <em>now</em> is an argument. May
 * import {@code http}.
 */
@NullMarked
package dev.larder.rules;

import org.jspecify.annotations.NullMarked;
