package dev.larder.store.disk;

import dev.larder.http.CacheKey;
import dev.larder.store.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All stored files that are known. Found by key, because a purge names a key and a lookup one of
 * the few addresses within it; and held in one array, because eviction wants random ones.
 */
final class DiskIndex {
  private final ConcurrentHashMap<CacheKey, List<DiskEntry>> byKey = new ConcurrentHashMap<>();
  private final List<DiskEntry> all = new ArrayList<>();

  @Nullable DiskEntry find(Address address) {
    for (DiskEntry entry : under(address.key())) {
      if (entry.address().equals(address)) {
        return entry;
      }
    }
    return null;
  }

  /** Every entry of a key. */
  List<DiskEntry> under(CacheKey key) {
    return byKey.getOrDefault(key, List.of());
  }

  /** Whether that very entry is in force. */
  boolean holds(DiskEntry entry) {
    for (DiskEntry other : under(entry.address().key())) {
      if (other == entry) {
        return true;
      }
    }
    return false;
  }

  /**
   * Adds an entry.
   *
   * @return the one of the same address that it replaces
   */
  @Nullable DiskEntry put(DiskEntry entry) {
    DiskEntry before = find(entry.address());
    byKey.merge(
        entry.address().key(),
        List.of(entry),
        (old, one) -> {
          List<DiskEntry> changed = new ArrayList<>(old);
          changed.removeIf(other -> other.address().equals(entry.address()));
          changed.add(entry);
          return List.copyOf(changed);
        });
    synchronized (all) {
      if (before != null) {
        takeOut(before);
      }
      entry.place = all.size();
      all.add(entry);
    }
    return before;
  }

  /** Removes that very entry; false when it was not there any more. */
  boolean remove(DiskEntry entry) {
    if (!holds(entry)) {
      return false;
    }
    byKey.computeIfPresent(
        entry.address().key(),
        (key, old) -> {
          List<DiskEntry> changed = new ArrayList<>(old);
          changed.removeIf(other -> other == entry);
          return changed.isEmpty() ? null : List.copyOf(changed);
        });
    synchronized (all) {
      takeOut(entry);
    }
    return true;
  }

  private void takeOut(DiskEntry entry) {
    if (entry.place >= 0) {
      DiskEntry last = all.removeLast();
      if (last != entry) {
        all.set(entry.place, last);
        last.place = entry.place;
      }
      entry.place = -1;
    }
  }

  /** The least recently used of some entries picked at random; null when there are none. */
  @Nullable DiskEntry oldestOf(int samples, RandomGenerator random) {
    synchronized (all) {
      DiskEntry oldest = null;
      for (int i = 0; i < samples && !all.isEmpty(); i++) {
        DiskEntry picked = all.get(random.nextInt(all.size()));
        if (oldest == null || picked.lastUsed() < oldest.lastUsed()) {
          oldest = picked;
        }
      }
      return oldest;
    }
  }

  int size() {
    synchronized (all) {
      return all.size();
    }
  }

  /** All entries as of now. */
  List<DiskEntry> entries() {
    synchronized (all) {
      return List.copyOf(all);
    }
  }
}
