/**
 * The disk tier: its file format, its index, eviction and recovery. See {@code
 * docs/storage-format.md}.
 */
@NullMarked
package dev.larder.store.disk;

import org.jspecify.annotations.NullMarked;
