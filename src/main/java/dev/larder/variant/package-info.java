/**
 * Makes gzip and brotli variants of a representation, or declines. Commons Compress and Brotli4j
 * live here.
 *
 * <p>Knows codings, not caching. May import {@code exchange} and {@code http}.
 */
@NullMarked
package dev.larder.variant;

import org.jspecify.annotations.NullMarked;
