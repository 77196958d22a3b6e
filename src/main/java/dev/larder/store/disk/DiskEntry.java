package dev.larder.store.disk;

import dev.larder.store.Address;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What the index knows of one stored file. The head stays on disk. Its changing parts change under
 * the address's lock, except the time of last use.
 */
public final class DiskEntry {
  private final Address address;
  private final Footer footer;
  private volatile long bytes;
  private volatile long sequence;
  private volatile long validatedEpoch;
  private volatile boolean sidecar;
  private volatile long lastUsed;
  private volatile @Nullable Mark verified;

  /** Where the index's array of all entries holds it; the index's own. */
  int place = -1;

  /** By which it is told that a file is the same as when it was verified. */
  record Mark(@Nullable Object fileKey, long size, FileTime modified) {}

  DiskEntry(FileHead head, long bytes, long lastUsed) {
    this.address = head.address();
    this.footer = head.footer();
    this.bytes = bytes;
    this.lastUsed = lastUsed;
    headIs(head.sequence(), head.validatedEpoch(), head.sidecar());
  }

  public Address address() {
    return address;
  }

  /** Bytes of content. */
  public long length() {
    return footer.length();
  }

  public long generation() {
    return footer.generation();
  }

  /** The purge epoch with which its fill began. */
  public long epoch() {
    return footer.epoch();
  }

  /** The purge epoch with which it was last validated. */
  public long validatedEpoch() {
    return validatedEpoch;
  }

  /** Counts the versions of its head. */
  public long sequence() {
    return sequence;
  }

  void used(long millis) {
    lastUsed = millis;
  }

  long lastUsed() {
    return lastUsed;
  }

  /** What it takes of the disk, in whole blocks. */
  long bytes() {
    return bytes;
  }

  void takes(long bytes) {
    this.bytes = bytes;
  }

  Footer footer() {
    return footer;
  }

  boolean sidecar() {
    return sidecar;
  }

  void headIs(long sequence, long validatedEpoch, boolean sidecar) {
    this.validatedEpoch = validatedEpoch;
    this.sidecar = sidecar;
    this.sequence = sequence;
  }

  @Nullable Mark verified() {
    return verified;
  }

  void verifiedAs(@Nullable Mark mark) {
    verified = mark;
  }
}
