/**
 * The life of a request: the only place where rules, store, variants and origins meet.
 *
 * <p>Rules decide, this package acts; no decision of an RFC is taken here.
 */
@NullMarked
package dev.larder.cache;

import org.jspecify.annotations.NullMarked;
