/**
 * The values of HTTP, free of any connection, and the two values that the rules and the store share
 * ({@link dev.larder.http.CacheKey} and {@link dev.larder.http.StoredHead}).
 *
 * <p>Everything here is immutable and does no input or output. Nothing of Larder's is imported.
 */
@NullMarked
package dev.larder.http;

import org.jspecify.annotations.NullMarked;
