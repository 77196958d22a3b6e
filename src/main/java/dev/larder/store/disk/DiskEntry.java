package dev.larder.store.disk;

import dev.larder.store.Address;
import org.jspecify.annotations.Nullable;

/**
 * A stored file that somebody has to do with. The index knows less of it, and whether it is still
 * there.
 */
public final class DiskEntry {
  private final Address address;
  private final FileName name;
  private final Footer footer;
  private volatile @Nullable Verified verified;

  /**
   * By which it is told that a file is the same as when it was verified.
   *
   * @param modified nanoseconds since 1970
   * @param changed the same, of anything about the file, its name included
   */
  record Mark(long inode, long size, long modified, long changed) {}

  /**
   * How far a file was found sound, from its start on.
   *
   * @param nanos of the process's clock, when that began
   */
  record Verified(Mark mark, long nanos, long upTo) {}

  DiskEntry(FileName name, FileHead head) {
    this.address = head.address();
    this.name = name;
    this.footer = head.footer();
  }

  public Address address() {
    return address;
  }

  FileName name() {
    return name;
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

  Footer footer() {
    return footer;
  }

  @Nullable Verified verified() {
    return verified;
  }

  void verifiedAs(@Nullable Verified now) {
    verified = now;
  }

  /** Whether it is the same file. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DiskEntry entry
        && name.equals(entry.name)
        && footer.serial() == entry.footer.serial();
  }

  @Override
  public int hashCode() {
    return Long.hashCode(footer.serial());
  }
}
