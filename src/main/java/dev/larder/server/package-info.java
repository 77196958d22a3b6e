/**
 * The Undertow front: reads exchanges, writes answers, decides nothing. Undertow lives here alone,
 * as do XNIO below it and Conscrypt.
 *
 * <p>Sees a {@link dev.larder.exchange.Handler} and its {@link dev.larder.exchange.Shelf}, and
 * never the cache.
 */
@NullMarked
package dev.larder.server;

import org.jspecify.annotations.NullMarked;
