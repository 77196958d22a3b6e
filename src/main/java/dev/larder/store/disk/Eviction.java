package dev.larder.store.disk;

import dev.larder.store.StoreObserver;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/** Makes room by dropping what is worth the least; see {@link DiskIndex} for what that is. */
final class Eviction {
  /** Among so many that are picked at random the least is one of the least of all. */
  static final int SAMPLES = 32;

  private final DiskTier tier;
  private final DiskIndex index;
  private final SpaceLedger space;
  private final StoreObserver observer;
  private final FreeSpace free;
  private final ReentrantLock freeing = new ReentrantLock();

  Eviction(
      DiskTier tier, DiskIndex index, SpaceLedger space, FreeSpace free, StoreObserver observer) {
    this.tier = tier;
    this.index = index;
    this.space = space;
    this.free = free;
    this.observer = observer;
  }

  /**
   * Takes space, evicting for it: within the limit, and without taking from others what the file
   * system keeps free. Holding no address's lock.
   */
  boolean makeRoom(long bytes) {
    if (bytes > space.limit()) {
      return false;
    }
    while (!space.take(bytes)) {
      if (evictOne() == 0) {
        return false;
      }
    }
    if (free.missingFor(bytes) == 0 || makeFree(bytes)) {
      return true;
    }
    space.give(bytes);
    return false;
  }

  /**
   * Drops as much as is missing, once: what readers still hold open is freed when they are done,
   * and dropping more would not hasten that. One at a time: what one finds missing, another may
   * have made free before its turn comes.
   */
  private boolean makeFree(long bytes) {
    freeing.lock();
    try {
      long missing = free.missingFor(bytes);
      long dropped = 0;
      long last = 1;
      while (dropped < missing && last > 0) {
        last = evictOne();
        dropped += last;
      }
      return missing == 0 || free.missingFor(bytes) == 0;
    } finally {
      freeing.unlock();
    }
  }

  /** Drops what lies beyond the limit, which may be lower than that of the last run. */
  void makeLimitTrue() {
    long dropped = 1;
    while (dropped > 0 && !tier.closed() && space.over()) {
      dropped = evictOne();
    }
  }

  /**
   * Drops a few, although neither the limit nor the free space asks for it: the file system refuses
   * all the same, as it has no inodes left, or a quota.
   */
  void dropSome() {
    for (int i = 0; i < SAMPLES; i++) {
      evictOne();
    }
  }

  /** Returns the bytes of what was picked, 0 when there is nothing to pick. */
  private long evictOne() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    DiskIndex.Candidate least = index.leastOf(SAMPLES, random, index.retained()::has);
    if (least == null) {
      // All that was picked is retained: rather one of these than nothing stored.
      least = index.leastOf(SAMPLES, random);
    }
    if (least == null) {
      return 0;
    }
    IndexRow row = least.row();
    if (tier.dropIfHeld(row.name(), row.serial())) {
      index.raise(least.worth());
      observer.evicted(row.bytes());
    }
    return row.bytes();
  }
}
