package dev.larder.store.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** An open stored file with all who use it: the last one closes it. */
final class OpenFile {
  private static final long RESIDENT_FOR = TimeUnit.SECONDS.toNanos(1);

  private final FileChannel channel;
  private final Path path;
  private final long serial;
  private final DiskEntry.Mark mark;

  /** What I/O threads ask by; null when none of them will use it. */
  private final @Nullable Arena arena;

  private final @Nullable Residency residency;
  private final long length;

  /** When each slice was last found in the kernel's memory as a whole. */
  private final AtomicLongArray foundResident;

  private final @Nullable Signs signs;

  /** Zero when it is closed, or about to be. */
  private final AtomicInteger users = new AtomicInteger(1);

  private volatile long lastUsed = System.nanoTime();

  /**
   * An open file with one user.
   *
   * @param mark of what bore its name before it was opened
   * @param shared whether others will use it too, on I/O threads
   * @param length of its body
   */
  @SuppressWarnings("MustBeClosedChecker") // Its last user closes it.
  OpenFile(
      FileChannel channel,
      Path path,
      long serial,
      DiskEntry.Mark mark,
      boolean shared,
      long length) {
    this.channel = channel;
    this.path = path;
    this.serial = serial;
    this.mark = mark;
    this.arena = shared ? Arena.ofShared() : null;
    this.residency = arena == null ? null : Residency.of(channel, length, arena);
    this.length = length;
    this.foundResident = new AtomicLongArray(1 + (int) (length / Residency.SLICE));
    for (int slice = 0; slice < foundResident.length(); slice++) {
      foundResident.set(slice, System.nanoTime() - RESIDENT_FOR);
    }
    this.signs = arena == null ? null : Signs.of(path, arena);
  }

  FileChannel channel() {
    return channel;
  }

  Path path() {
    return path;
  }

  long serial() {
    return serial;
  }

  long lastUsed() {
    return lastUsed;
  }

  /**
   * Whether it can be read, and its name leads to it still. After a change to the file, be it one
   * of ours, nobody knows that: then it is to be opened anew.
   *
   * @param now of what bears its name
   */
  boolean isAs(DiskEntry.@Nullable Mark now) {
    return channel.isOpen() && mark.equals(now);
  }

  /** The mark of what bears its name now, null when that is not known. Never waits. */
  DiskEntry.@Nullable Mark markNow() {
    return signs == null ? null : signs.now();
  }

  /**
   * Up to where it is in the kernel's memory, from a position on. Never waits. A slice that was
   * there as a whole is taken to be there for a second: what is asked for, the kernel lets go last,
   * and looking for each page of it costs a third of what sending it does.
   */
  long residentTo(long position) {
    if (residency == null) {
      return position;
    }
    int slice = (int) (position / Residency.SLICE);
    long begin = slice * Residency.SLICE;
    long end = Math.min(begin + Residency.SLICE, length);
    long now = System.nanoTime();
    if (now - foundResident.get(slice) < RESIDENT_FOR) {
      return end;
    }
    long to = residency.residentTo(begin);
    if (to < end) {
      return to > position ? to : residency.residentTo(position);
    }
    foundResident.set(slice, now);
    return end;
  }

  /** Adds a user; false when it is closed, or about to be. */
  boolean use() {
    lastUsed = System.nanoTime();
    return users.getAndUpdate(now -> now == 0 ? 0 : now + 1) > 0;
  }

  /**
   * Takes a user away, on any thread. What is closed last of all that led to a deleted file frees
   * its blocks, for which an I/O thread must not wait.
   */
  void leave() {
    if (users.decrementAndGet() > 0) {
      return;
    }
    if (Thread.currentThread().isVirtual()) {
      close();
    } else {
      Thread.startVirtualThread(this::close);
    }
  }

  /** Takes a user away, on a thread that may wait. */
  void drop() {
    if (users.decrementAndGet() == 0) {
      close();
    }
  }

  private void close() {
    if (arena != null) {
      arena.close();
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a file that was only read could not be closed", e);
    }
  }
}
