package dev.larder.store.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An open stored file with all who use it: the last one closes it. */
final class OpenFile {
  private final FileChannel channel;
  private final Path path;
  private final long serial;
  private final DiskEntry.Mark mark;

  /** What I/O threads ask by; null when none of them will use it. */
  private final @Nullable Arena arena;

  private final @Nullable Residency residency;
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

  /** Up to where it is in the kernel's memory, from a position on. Never waits. */
  long residentTo(long position) {
    return residency == null ? position : residency.residentTo(position);
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
