package dev.larder.admin;

import dev.larder.cache.PurgeOrder;
import dev.larder.cache.PurgeResult;

/** Carries out purges. */
@FunctionalInterface
public interface Purge {
  PurgeResult carryOut(PurgeOrder order);
}
