package dev.larder.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Holds bodies against their block checksums.
 *
 * <p>What was found sound counts as sound as long as inode, size and both times of the file stay
 * what they were, but not for ever: a disk can rot under pages that the kernel has let go of.
 */
final class Verification {
  private static final String SIGNS = "unix:ino,size,lastModifiedTime,ctime";

  private final DiskFiles files;
  private final Duration validity;

  Verification(DiskFiles files, Duration validity) {
    this.files = files;
    this.validity = validity;
  }

  /** By which the file that bears that name is told to be unchanged. */
  DiskEntry.Mark mark(Path path) throws IOException {
    return new DiskEntry.Mark(Files.readAttributes(path, SIGNS, LinkOption.NOFOLLOW_LINKS));
  }

  /** Whether a file was found sound not too long ago, and has not changed since. */
  boolean isSound(DiskEntry entry, DiskEntry.Mark now) {
    DiskEntry.Verified verified = entry.verified();
    return verified != null
        && verified.mark().equals(now)
        && System.nanoTime() - verified.nanos() < validity.toNanos();
  }

  /**
   * Verifies a body unless that is known to be needless.
   *
   * @throws DamagedFileException when it is not what was written
   */
  void demandSound(DiskEntry entry, FileChannel file, Path path) throws IOException {
    DiskEntry.Mark now = mark(path);
    if (!isSound(entry, now)) {
      verify(file, entry.footer(), null);
      sound(entry, now);
    }
  }

  /** Says that a body was found sound while the file had these marks. */
  void sound(DiskEntry entry, DiskEntry.Mark mark) {
    entry.verifiedAs(new DiskEntry.Verified(mark, System.nanoTime()));
  }

  /** Says that a sound body is the same after its file's head was written anew. */
  void soundStill(DiskEntry entry, DiskEntry.Mark mark) {
    DiskEntry.Verified before = entry.verified();
    if (before != null) {
      entry.verifiedAs(new DiskEntry.Verified(mark, before.nanos()));
    }
  }

  /**
   * Reads a whole body, block by block.
   *
   * @param into where it goes too, or null when it is only to be verified
   * @throws DamagedFileException at the first block that is not what was written
   */
  void verify(FileChannel file, Footer footer, @Nullable ByteBuffer into) throws IOException {
    ByteBuffer checksums = checksums(file, footer);
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(footer.length(), BlockChecksums.BLOCK));
    for (long at = 0; at < footer.length(); at += BlockChecksums.BLOCK) {
      block.clear().limit((int) Math.min(footer.length() - at, BlockChecksums.BLOCK));
      files.read(file, block, at);
      block.flip();
      if (BlockChecksums.of(block) != checksums.getInt()) {
        throw new DamagedFileException("the checksum of its block at " + at + " is wrong");
      }
      if (into != null) {
        into.put(block);
      }
    }
  }

  private ByteBuffer checksums(FileChannel file, Footer footer) throws IOException {
    int length = (int) (footer.addressAt() - footer.length());
    ByteBuffer checksums = ByteBuffer.allocate(length);
    files.read(file, checksums, footer.length());
    checksums.flip();
    if (BlockChecksums.of(checksums) != footer.checksumsCrc()) {
      throw new DamagedFileException("the checksum of its block checksums is wrong");
    }
    return checksums;
  }
}
