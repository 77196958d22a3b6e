package dev.larder.cache;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes variants while nobody waits, one after the other: first those that are wanted and that
 * there are none of yet, then better ones of what is used often. What finds no place in the queue
 * comes again with its next use.
 */
final class Background implements AutoCloseable {
  /** Uses after which a variant is worth a hundred times the work. */
  private static final int USES = 3;

  private static final int MOST = 1_000;

  private final CacheObserver observer;
  private final Cache<Variants.Made, AtomicInteger> uses = Variants.Made.remembered();
  private final Set<Variants.Made> known = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor worker;
  private final AtomicLong number = new AtomicLong();
  private final boolean off;

  /** What is made before what, in the order in which it came otherwise. */
  private record Work(boolean better, long number, Runnable make)
      implements Runnable, Comparable<Work> {
    @Override
    public void run() {
      make.run();
    }

    @Override
    public int compareTo(Work other) {
      return better == other.better
          ? Long.compare(number, other.number)
          : Boolean.compare(better, other.better);
    }
  }

  /**
   * @param off whether nothing is made
   */
  Background(boolean off, CacheObserver observer) {
    this.off = off;
    this.observer = observer;
    this.worker =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(),
            // Who waits for a coder is woken by it. If that took a new carrier of virtual threads,
            // it would be scheduled as background work ever after.
            Thread.ofPlatform().daemon().name("improve").factory());
  }

  /** Counts a use; with enough of them has the variant improved. Never waits. */
  void used(Variants.Made variant, Runnable improve) {
    if (off) {
      return;
    }
    AtomicInteger count = uses.get(variant, ignored -> new AtomicInteger());
    if (count.incrementAndGet() >= USES) {
      add(
          true,
          variant,
          () -> {
            try {
              improve.run();
            } finally {
              // What could not be improved is not tried at every third use.
              uses.put(variant, new AtomicInteger(Integer.MIN_VALUE));
            }
          });
    }
  }

  /** Has something made when there is time, once. Never waits. */
  void want(Variants.Made variant, Runnable make) {
    if (!off) {
      add(false, variant, make);
    }
  }

  private void add(boolean better, Variants.Made variant, Runnable make) {
    if (known.size() >= MOST || !known.add(variant)) {
      return;
    }
    try {
      worker.execute(new Work(better, number.getAndIncrement(), () -> make(variant, make)));
    } catch (RejectedExecutionException closed) {
      known.remove(variant);
    }
  }

  private void make(Variants.Made variant, Runnable make) {
    try {
      make.run();
    } catch (RuntimeException | Error broken) {
      observer.invariantBroken(broken);
    } finally {
      known.remove(variant);
    }
  }

  /** Ends without what waits, and without the end of what is under way. */
  @Override
  public void close() {
    worker.shutdownNow();
  }
}
