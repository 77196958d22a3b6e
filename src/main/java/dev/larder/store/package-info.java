/**
 * Keeps stored responses in memory and on disk: keep, find, evict, recover.
 *
 * <p>Reads no caching header: what it is told to keep it keeps, until told otherwise or until room
 * is needed. May import {@code exchange} and {@code http}, never {@code rules}.
 */
@NullMarked
package dev.larder.store;

import org.jspecify.annotations.NullMarked;
