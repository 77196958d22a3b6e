package dev.larder.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that looks after the store in the background: first one task, which is tried until it is
 * done, and from its first try on some in turn.
 */
final class Keeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final Duration TURN = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final BooleanSupplier first;
  private final List<Runnable> turn;
  private final CountDownLatch firstTried = new CountDownLatch(1);
  private final Semaphore wanted = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  /**
   * A keeper that does nothing yet.
   *
   * @param first says whether it is done
   */
  Keeper(String name, BooleanSupplier first, List<Runnable> turn) {
    this.first = first;
    this.turn = turn;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Waits a moment for the first task: after most starts it is done at once. */
  void awaitFirst(Duration atMost) {
    try {
      if (!firstTried.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.debug("the first task goes on in the background");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks for a turn soon. */
  void wake() {
    wanted.release();
  }

  private void run() {
    boolean done = attempt(first);
    firstTried.countDown();
    Duration pause = TURN;
    long next = System.nanoTime() + pause.toNanos();
    while (awaitTurn()) {
      if (!done && System.nanoTime() - next >= 0) {
        done = attempt(first);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
        next = System.nanoTime() + pause.toNanos();
      }
      for (Runnable task : turn) {
        attempt(() -> {
          task.run();
          return true;
        });
      }
    }
  }

  /** False when there is nothing more to be done. */
  private boolean awaitTurn() {
    try {
      if (!closed && wanted.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
        wanted.drainPermits();
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but to end it.
      return false;
    }
    return !closed;
  }

  /** An error of one task, be it want of memory, must not end what keeps all others going. */
  private boolean attempt(BooleanSupplier task) {
    try {
      return closed || task.getAsBoolean();
    } catch (RuntimeException | Error e) {
      LOG.error("a task of the {} failed, it is tried again", thread.getName(), e);
      return false;
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
