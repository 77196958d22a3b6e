package dev.larder.store.disk;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mark of the file that bears a name, for I/O threads. As long as that file is open, the kernel
 * holds its inode and each directory on the way to it in memory, so statx(2) reads no disk; and it
 * is told not to ask another machine.
 */
final class Signs {
  private static final Logger LOG = LoggerFactory.getLogger(Signs.class);

  private static final int FROM_WORKING_DIRECTORY = -100;
  private static final int NO_FOLLOW = 0x100;
  private static final int DO_NOT_SYNC = 0x4000;
  private static final int BASIC = 0x7ff;

  // struct statx, which is the same on all architectures: what is looked at of it, in bytes.
  private static final long STATX = 256;
  private static final long INODE = 32;
  private static final long SIZE = 40;
  private static final long CHANGED = 96;
  private static final long MODIFIED = 112;
  private static final long NANOS = 8;

  /** {@code int statx(int dirfd, const char *path, int flags, unsigned mask, struct statx *)}. */
  private static final @Nullable MethodHandle STAT =
      SystemCall.of(
          "statx",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS));

  private final MemorySegment path;

  private Signs(MemorySegment path) {
    this.path = path;
  }

  /**
   * Those of a file that is open; null where they cannot be told. They are asked for once, as the
   * first call of all makes what the others use, for which I/O threads must not wait.
   *
   * @param arena for as long as they are asked for
   */
  static @Nullable Signs of(Path path, Arena arena) {
    if (STAT == null) {
      return null;
    }
    Signs signs = new Signs(arena.allocateFrom(path.toAbsolutePath().toString()));
    return signs.now() == null ? null : signs;
  }

  /** The mark; null when nothing bears the name, or that cannot be told. */
  DiskEntry.@Nullable Mark now() {
    if (STAT == null) {
      return null;
    }
    try (Arena call = Arena.ofConfined()) {
      MemorySegment seen = call.allocate(STATX, Long.BYTES);
      int flags = NO_FOLLOW | DO_NOT_SYNC;
      if ((int) STAT.invokeExact(FROM_WORKING_DIRECTORY, path, flags, BASIC, seen) != 0) {
        return null;
      }
      return new DiskEntry.Mark(
          seen.get(ValueLayout.JAVA_LONG, INODE),
          seen.get(ValueLayout.JAVA_LONG, SIZE),
          time(seen, MODIFIED),
          time(seen, CHANGED));
    } catch (Throwable refused) {
      LOG.debug("the signs of a file cannot be told", refused);
      return null;
    }
  }

  private static long time(MemorySegment seen, long at) {
    return TimeUnit.SECONDS.toNanos(seen.get(ValueLayout.JAVA_LONG, at))
        + seen.get(ValueLayout.JAVA_INT, at + NANOS);
  }
}
