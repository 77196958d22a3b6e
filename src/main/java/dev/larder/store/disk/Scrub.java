package dev.larder.store.disk;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Reads every stored file again in the course of some days, so that what nobody asks for does not
 * rot unnoticed. Evenly: a round has as many parts as there are directories, and begins anywhere,
 * so that a node that is often started gets round as well.
 */
final class Scrub implements AutoCloseable {
  private final DiskIndex index;
  private final DiskReader reader;
  private final long nanosForDirectory;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread thread;

  /**
   * A scrub that does nothing yet.
   *
   * @param round how long it may take for all files; zero for never
   */
  Scrub(DiskIndex index, DiskReader reader, Duration round) {
    this.index = index;
    this.reader = reader;
    this.nanosForDirectory = round.toNanos() / DiskIndex.SHARDS;
    this.thread = Thread.ofPlatform().name("scrub").daemon().unstarted(this::run);
  }

  synchronized void start() {
    if (nanosForDirectory > 0 && ending.getCount() > 0) {
      thread.start();
    }
  }

  private void run() {
    int directory = ThreadLocalRandom.current().nextInt(DiskIndex.SHARDS);
    while (directory(directory)) {
      directory = (directory + 1) % DiskIndex.SHARDS;
    }
  }

  private boolean directory(int number) {
    List<IndexRow> rows = index.in(number, IndexShard.Sieve.ALL);
    long each = nanosForDirectory / Math.max(1, rows.size());
    for (IndexRow row : rows) {
      long began = System.nanoTime();
      reader.verify(row.name(), this::rest);
      if (!rest(began + each - System.nanoTime())) {
        return false;
      }
    }
    return !rows.isEmpty() || rest(each);
  }

  /** Waits; false when there is nothing more to be done. */
  private boolean rest(long nanos) {
    try {
      return !ending.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but to end it.
      return false;
    }
  }

  /** Ends it after the part of a file that it is reading. */
  @Override
  public synchronized void close() {
    ending.countDown();
    try {
      // Whoever has the directory next must not lose a file to what this one found in it.
      if (thread.isAlive()) {
        thread.join(Duration.ofSeconds(10));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
