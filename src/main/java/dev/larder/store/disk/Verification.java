package dev.larder.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
    Map<String, Object> signs = Files.readAttributes(path, SIGNS, LinkOption.NOFOLLOW_LINKS);
    return new DiskEntry.Mark(
        (long) sign(signs, "ino"),
        (long) sign(signs, "size"),
        nanos(sign(signs, "lastModifiedTime")),
        nanos(sign(signs, "ctime")));
  }

  private static Object sign(Map<String, Object> signs, String name) {
    return Objects.requireNonNull(signs.get(name), name);
  }

  private static long nanos(Object time) {
    return ((FileTime) time).to(TimeUnit.NANOSECONDS);
  }

  /** How far a file was found sound, not too long ago, if it has not changed since. */
  long soundTo(DiskEntry entry, DiskEntry.Mark now) {
    DiskEntry.Verified verified = inForce(entry, now);
    return verified == null ? 0 : verified.upTo();
  }

  private DiskEntry.@Nullable Verified inForce(DiskEntry entry, DiskEntry.Mark now) {
    DiskEntry.Verified verified = entry.verified();
    boolean holds =
        verified != null
            && verified.mark().equals(now)
            && System.nanoTime() - verified.nanos() < validity.toNanos();
    return holds ? verified : null;
  }

  /** Says that a part of a body was found sound while the file had these marks. */
  void sound(DiskEntry entry, DiskEntry.Mark mark, long from, long to) {
    DiskEntry.Verified before = inForce(entry, mark);
    if (before == null && from == 0) {
      entry.verifiedAs(new DiskEntry.Verified(mark, System.nanoTime(), to));
    } else if (before != null && from <= before.upTo() && to > before.upTo()) {
      entry.verifiedAs(new DiskEntry.Verified(mark, before.nanos(), to));
    }
  }

  /** Says that what was found sound is the same after its file's head was written anew. */
  void soundStill(DiskEntry entry, DiskEntry.Mark before, DiskEntry.Mark after) {
    DiskEntry.Verified verified = inForce(entry, before);
    entry.verifiedAs(
        verified == null ? null : new DiskEntry.Verified(after, verified.nanos(), verified.upTo()));
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
