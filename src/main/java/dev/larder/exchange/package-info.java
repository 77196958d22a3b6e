/**
 * The seam between a front (a protocol side) and whoever answers: a front turns bytes into a {@link
 * dev.larder.http.Request}, a {@link dev.larder.exchange.Handler} turns it into an {@link
 * dev.larder.exchange.Answer}, which says where its bytes are, and the front moves them.
 *
 * <p>What was decided before lies on a {@link dev.larder.exchange.Shelf}, with its head as HTTP/1.1
 * writes it; that is all of a protocol that is here.
 *
 * <p>Only the seam lives here: no cache, no library. May import {@code http}.
 */
@NullMarked
package dev.larder.exchange;

import org.jspecify.annotations.NullMarked;
