/** The memory tier: whole stored responses of modest size, by bytes. Caffeine lives here. */
@NullMarked
package dev.larder.store.memory;

import org.jspecify.annotations.NullMarked;
