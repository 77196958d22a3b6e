package dev.larder.variant;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Platform threads that code, and take no more of the processor than they are given: after each
 * step a thread rests as long as makes that true. Those that nobody waits for give way to all
 * others, too, by {@link IdleScheduling}.
 */
final class PacedCoders extends ThreadPoolExecutor {
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private static final long LONGEST_REST = TimeUnit.MILLISECONDS.toNanos(50);

  private final double restPerWork;
  private final LongConsumer worked;
  private final ThreadLocal<Long> began = ThreadLocal.withInitial(() -> 0L);

  /**
   * Starts no thread yet.
   *
   * @param name of the threads, before a number
   * @param queue tasks that may wait
   * @param percent of one core that all threads together may take; 100 for each lets them never
   *     rest
   * @param waited whether requests wait for the tasks; else the threads give way to all others
   * @param worked told of the nanoseconds of processor time of each task
   */
  PacedCoders(
      String name, int threads, int queue, int percent, boolean waited, LongConsumer worked) {
    super(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(queue),
        threads(name, waited));
    this.restPerWork = Math.max(0, 100.0 * threads / percent - 1);
    this.worked = worked;
  }

  private static ThreadFactory threads(String name, boolean waited) {
    ThreadFactory threads = Thread.ofPlatform().daemon().name(name, 1).factory();
    return waited ? threads : work -> threads.newThread(IdleScheduling.of(work));
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    began.set(CLOCK.getCurrentThreadCpuTime());
  }

  @Override
  protected void afterExecute(Runnable task, @Nullable Throwable broken) {
    long nanos = CLOCK.getCurrentThreadCpuTime() - began.get();
    worked.accept(nanos);
    rest((long) (nanos * restPerWork));
  }

  private void rest(long nanos) {
    long end = System.nanoTime() + nanos;
    // In pieces, as a thread that rests is not told of the end.
    for (long left = nanos; left > 0 && !isShutdown(); left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, Math.min(left, LONGEST_REST));
    }
  }
}
