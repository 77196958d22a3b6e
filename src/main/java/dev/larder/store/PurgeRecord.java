package dev.larder.store;

import dev.larder.store.Store.PurgeMode;
import java.time.Instant;

/** One scope of one purge. */
record PurgeRecord(long epoch, Instant time, PurgeMode mode, PurgeScope scope) {}
