package dev.larder.origin;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time within which a head must be complete. A socket's own timeout begins anew with every
 * byte, so an origin that sends a head one byte at a time would hold a fetch for hours; this one
 * ends it by breaking the connection under it.
 */
final class HeadDeadline {
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final Duration limit;
  private final Runnable breakConnection;
  private @Nullable ScheduledFuture<?> alarm;
  private boolean expired;
  private boolean finished;

  private HeadDeadline(Duration limit, Runnable breakConnection) {
    this.limit = limit;
    this.breakConnection = breakConnection;
  }

  /**
   * Begins to count.
   *
   * @param breakConnection run once, on the timer's thread, when time is up; must not wait
   */
  static HeadDeadline start(Duration limit, Runnable breakConnection) {
    HeadDeadline deadline = new HeadDeadline(limit, breakConnection);
    deadline.resume();
    return deadline;
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("origin-deadlines").factory());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /**
   * Runs a chore again and again, on a thread of its own since it may close connections.
   *
   * @return what ends it
   */
  static Runnable every(Duration interval, Runnable chore) {
    ScheduledFuture<?> chores =
        TIMER.scheduleWithFixedDelay(
            () -> Thread.ofVirtual().name("origin-chores").start(chore),
            interval.toNanos(),
            interval.toNanos(),
            TimeUnit.NANOSECONDS);
    return () -> chores.cancel(false);
  }

  /** Stops counting, while somebody else than the origin is waited for. */
  synchronized void pause() {
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
  }

  /** Counts from the start again. */
  synchronized void resume() {
    pause();
    if (!expired && !finished) {
      alarm = TIMER.schedule(this::expire, limit.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Ends the counting; after it the connection is not broken any more.
   *
   * @return whether it was in time
   */
  synchronized boolean finish() {
    pause();
    finished = true;
    return !expired;
  }

  private void expire() {
    synchronized (this) {
      if (finished || alarm == null) {
        return;
      }
      expired = true;
    }
    breakConnection.run();
  }
}
