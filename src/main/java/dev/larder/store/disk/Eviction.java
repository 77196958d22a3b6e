package dev.larder.store.disk;

import dev.larder.store.StoreObserver;
import java.util.concurrent.ThreadLocalRandom;

/** Makes room by dropping what is worth the least; see {@link DiskIndex} for what that is. */
final class Eviction {
  /** Among so many that are picked at random the least is one of the least of all. */
  static final int SAMPLES = 32;

  private final DiskTier tier;
  private final DiskIndex index;
  private final SpaceLedger space;
  private final StoreObserver observer;

  Eviction(DiskTier tier, DiskIndex index, SpaceLedger space, StoreObserver observer) {
    this.tier = tier;
    this.index = index;
    this.space = space;
    this.observer = observer;
  }

  /** Takes space, evicting for it. Holding no address's lock. */
  boolean makeRoom(long bytes) {
    if (bytes > space.limit()) {
      return false;
    }
    while (!space.take(bytes)) {
      if (!evictOne()) {
        return false;
      }
    }
    return true;
  }

  /** Drops what lies beyond the limit, which may be lower than that of the last run. */
  void makeLimitTrue() {
    boolean more = true;
    while (more && !tier.closed() && space.over()) {
      more = evictOne();
    }
  }

  /** Returns false when there is nothing to evict. */
  boolean evictOne() {
    DiskIndex.Candidate least = index.leastOf(SAMPLES, ThreadLocalRandom.current());
    if (least == null) {
      return false;
    }
    IndexRow row = least.row();
    if (tier.dropIfHeld(row.name(), row.serial())) {
      index.raise(least.worth());
      observer.evicted(row.bytes());
    }
    return true;
  }
}
