package dev.larder.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;

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
   * Reads a whole body.
   *
   * @throws DamagedFileException when it is not what was written
   */
  ByteBuffer body(FileChannel file, Footer footer) throws IOException {
    ByteBuffer body = ByteBuffer.allocate(Math.toIntExact(footer.length()));
    checked(file, footer).verify(0, footer.length(), body);
    return body.flip().asReadOnlyBuffer();
  }

  /** The body of an open file, to be verified part by part. */
  CheckedBody checked(FileChannel file, Footer footer) throws IOException {
    return new CheckedBody(files, file, footer);
  }
}
