package dev.larder.store;

import dev.larder.http.CacheKey;
import dev.larder.http.StoredHead;
import java.io.Closeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps stored responses. Never fails for trouble with a disk: it then keeps less. */
public interface Store extends Closeable {

  /** What memory holds at an address, or null. Never waits. */
  @Nullable StoredResponse findNow(Address address);

  /** What memory or disk holds at an address, or null. May read the disk; not for I/O threads. */
  @Nullable StoredResponse find(Address address);

  /**
   * Opens a way in. What was stored at the address stays until the intake commits.
   *
   * @param generation see {@link StoredResponse#generation()}
   * @param epoch {@link #epoch()} as it was before the origin was asked
   * @param expectedLength bytes to come, or -1
   */
  Intake begin(Address address, long generation, long epoch, long expectedLength);

  /**
   * Gives a stored response a new head, bytes untouched (RFC 9111 §4.3.4), and ends its being
   * expired by purges up to the epoch.
   *
   * @param epoch {@link #epoch()} as it was before the origin was asked
   * @return as now stored; null when it is gone meanwhile
   */
  @Nullable StoredResponse freshen(StoredResponse stored, StoredHead head, long epoch);

  /**
   * Keeps what lies at an address on disk although it is of little worth, within a share of the
   * disk and until it is released, replaced or purged. Of too much the oldest is no longer
   * retained. Never waits.
   */
  void retain(Address address);

  /** Keeps it no longer than it is worth its room. Never waits. */
  void release(Address address);

  /** Drops what lies at an address, if anything. */
  void remove(Address address);

  /** The number of the newest purge; 0 before the first. Survives restarts. Never waits. */
  long epoch();

  /** Whether a purge newer than that epoch covers the key. Never waits. */
  boolean purgedSince(CacheKey key, long epoch);

  /**
   * Purges. Durable, and in force for each later call, when it returns.
   *
   * @return what was done
   */
  PurgeReceipt purge(List<PurgeScope> scopes, PurgeMode mode);

  StoreStats stats();

  @Override
  void close();

  /**
   * What a purge did.
   *
   * @param epoch its number
   * @param objects how many stored responses it covered, where that is known without a scan
   */
  record PurgeReceipt(long epoch, @Nullable Long objects) {}

  /** What a purge does to the stored responses that it covers. */
  enum PurgeMode {
    /** No byte of them is served again. */
    REMOVE,
    /** They are served again only after validation, or when the origin fails. */
    EXPIRE
  }
}
