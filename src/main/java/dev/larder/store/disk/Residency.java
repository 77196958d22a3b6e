package dev.larder.store.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which bytes of a file the kernel holds in memory. It tells that of mappings only (mincore(2)), so
 * the file is mapped, but nobody reads it that way: a page that cannot be read would kill a thread.
 */
final class Residency {
  private static final Logger LOG = LoggerFactory.getLogger(Residency.class);

  /** What is asked for at once: looking for its pages takes some microseconds. */
  static final long SLICE = 1024 * 1024;

  /** {@code int mincore(void *addr, size_t length, unsigned char *vec)}. */
  private static final @Nullable MethodHandle MINCORE =
      SystemCall.of(
          "mincore",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.ADDRESS));

  private static final long PAGE = pageSize();

  private final MemorySegment mapping;

  private Residency(MemorySegment mapping) {
    this.mapping = mapping;
  }

  private static long pageSize() {
    MethodHandle function =
        SystemCall.of("getpagesize", FunctionDescriptor.of(ValueLayout.JAVA_INT));
    try {
      return function == null ? 0 : (int) function.invokeExact();
    } catch (Throwable refused) {
      LOG.debug("the size of pages is not known", refused);
      return 0;
    }
  }

  /**
   * That of a file from its start on; null where the kernel does not tell. It is asked once, as the
   * first call of all makes what the others use, for which I/O threads must not wait.
   *
   * @param arena for as long as it is asked for
   */
  static @Nullable Residency of(FileChannel file, long length, Arena arena) {
    if (MINCORE == null || PAGE == 0) {
      return null;
    }
    try {
      Residency residency =
          new Residency(file.map(FileChannel.MapMode.READ_ONLY, 0, length, arena));
      residency.residentTo(0);
      return residency;
    } catch (IOException | UnsupportedOperationException refused) {
      LOG.debug("a file cannot be mapped", refused);
      return null;
    }
  }

  /**
   * Up to where all bytes are in memory, from a position on; the position itself when not the first
   * is, or the kernel does not tell. Looks no further than a MiB.
   */
  long residentTo(long position) {
    long from = position - position % PAGE;
    long bytes = Math.min(SLICE, mapping.byteSize() - from);
    if (bytes <= 0 || MINCORE == null) {
      return position;
    }
    try (Arena call = Arena.ofConfined()) {
      MemorySegment pages = call.allocate((bytes + PAGE - 1) / PAGE);
      if ((int) MINCORE.invokeExact(mapping.asSlice(from), bytes, pages) != 0) {
        return position;
      }
      return Math.max(position, Math.min(from + leading(pages) * PAGE, mapping.byteSize()));
    } catch (Throwable refused) {
      LOG.debug("what is in memory cannot be told", refused);
      return position;
    }
  }

  /** How many pages are in memory before the first that is not: the lowest bit says which are. */
  private static long leading(MemorySegment pages) {
    long page = 0;
    while (page < pages.byteSize() && (pages.get(ValueLayout.JAVA_BYTE, page) & 1) != 0) {
      page++;
    }
    return page;
  }
}
