/**
 * The Undertow front: reads exchanges, writes answers, decides nothing. Undertow lives here alone.
 *
 * <p>Sees a {@link dev.larder.exchange.Handler} and never the cache.
 */
@NullMarked
package dev.larder.server;

import org.jspecify.annotations.NullMarked;
