/**
 * Fetches from origins, HTTP servers or local directories, within limits. The HTTP client lives
 * here: of HttpClient its connection manager and connections, none of its execution chain.
 *
 * <p>Knows nothing of caching: an origin is asked, and what it says is handed on or named as a
 * failure. May import {@code exchange} and {@code http}.
 */
@NullMarked
package dev.larder.origin;

import org.jspecify.annotations.NullMarked;
