/** Makes stores for whole-node tests, with the store's own code. */
@NullMarked
package dev.larder.store;

import org.jspecify.annotations.NullMarked;
