package dev.larder.store;

import dev.larder.http.CacheKey;
import dev.larder.store.Store.PurgeMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which purges are in force, and what they mean for a stored response.
 *
 * <p>A purge is a number, the epoch, and every stored response remembers the epoch at which its
 * bytes were asked for: it is covered when the newest purge of its key has a greater one. So a
 * purge touches nothing and takes effect at once. Records come into the ledger before the epoch
 * that announces them, which makes this safe: whoever has read an epoch finds all records up to it.
 *
 * <p>Records are forgotten when nothing is stored any more that they cover. What began before a
 * forgotten purge and is not yet stored can then no longer be judged, and counts as covered: that
 * is the floor.
 */
final class PurgeLedger {
  /** What purges make of a stored response. */
  enum Standing {
    GOOD,
    EXPIRED,
    REMOVED
  }

  private final PurgeRecords removals = new PurgeRecords();
  private final PurgeRecords expiries = new PurgeRecords();
  private volatile long epoch;
  private volatile long floor;

  /** The number of the newest purge. */
  long epoch() {
    return epoch;
  }

  /** Whether a purge newer than that epoch covers the key, or one might that is forgotten. */
  boolean covered(CacheKey key, long since) {
    if (epoch <= since) {
      return false;
    }
    return since < floor || newer(removals, key, since) || newer(expiries, key, since);
  }

  /**
   * What purges make of a stored response.
   *
   * @param filled the epoch at which its bytes were asked for
   * @param validated the epoch at which it was last validated
   */
  Standing standing(CacheKey key, long filled, long validated) {
    if (epoch > filled && newer(removals, key, filled)) {
      return Standing.REMOVED;
    }
    return epoch > validated && newer(expiries, key, validated) ? Standing.EXPIRED : Standing.GOOD;
  }

  private static boolean newer(PurgeRecords records, CacheKey key, long since) {
    PurgeRecord newest = records.newest(key);
    return newest != null && newest.epoch() > since;
  }

  /** The newest purge of mode expire that covers a response validated at an epoch, or null. */
  @Nullable PurgeRecord expiry(CacheKey key, long validated) {
    PurgeRecord newest = expiries.newest(key);
    return newest != null && newest.epoch() > validated ? newest : null;
  }

  /** Puts records in force. One thread at a time. */
  void add(List<PurgeRecord> records, long newEpoch) {
    for (PurgeRecord record : records) {
      (record.mode() == PurgeMode.REMOVE ? removals : expiries).add(record);
    }
    epoch = Math.max(epoch, newEpoch);
  }

  /** From now on what began before that epoch cannot be stored. */
  void raiseFloor(long to) {
    floor = Math.max(floor, to);
  }

  /** Forgets records up to an epoch, except some. */
  void forget(long upTo, Set<PurgeRecord> except) {
    removals.keepOnly(record -> record.epoch() > upTo);
    expiries.keepOnly(record -> record.epoch() > upTo || except.contains(record));
  }

  /** All records in force, oldest first. */
  List<PurgeRecord> records() {
    List<PurgeRecord> all = new ArrayList<>(removals.all());
    all.addAll(expiries.all());
    all.sort(Comparator.comparingLong(PurgeRecord::epoch));
    return all;
  }
}
