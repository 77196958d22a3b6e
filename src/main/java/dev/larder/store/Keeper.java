package dev.larder.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that looks after the store in the background: first one task, then some in turn. */
final class Keeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final Duration TURN = Duration.ofMillis(500);

  private final Runnable first;
  private final List<Runnable> turn;
  private final CountDownLatch firstDone = new CountDownLatch(1);
  private final Semaphore wanted = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  Keeper(Runnable first, List<Runnable> turn) {
    this.first = first;
    this.turn = turn;
    this.thread = Thread.ofPlatform().name("keeper").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Waits a moment for the first task: after most starts it is done at once. */
  boolean awaitFirst(Duration atMost) {
    try {
      return firstDone.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Asks for a turn soon. */
  void wake() {
    wanted.release();
  }

  private void run() {
    attempt(first);
    firstDone.countDown();
    while (!closed) {
      try {
        if (wanted.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
          wanted.drainPermits();
        }
      } catch (InterruptedException e) {
        // Nobody interrupts this thread but to end it.
        return;
      }
      for (Runnable task : turn) {
        if (!closed) {
          attempt(task);
        }
      }
    }
  }

  private static void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("the keeper's task failed, the next turn tries again", e);
    }
  }

  /** Ends the thread after the task that it is in. */
  @Override
  public void close() {
    closed = true;
    wake();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
