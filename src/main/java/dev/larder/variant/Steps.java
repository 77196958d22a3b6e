package dev.larder.variant;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Work on one piece of native memory, step by step.
 *
 * <p><b>Threads.</b> The caller waits for each step; only coder threads touch the native memory. A
 * stream has one step under way at most, so the queue they share, first come first served, is a
 * turn for each stream.
 *
 * <p><b>Freeing.</b> Exactly one of these frees it, decided under the monitor: the last step, a
 * step that failed, the step during which the stream was closed, or, when no step is under way, a
 * task that {@link #close()} leaves to the coders. The place in the workshop is given back with it,
 * so that the bound on open streams is a bound on native memory.
 *
 * @param <N> what is worked on
 */
final class Steps<N extends Steps.Native> implements AutoCloseable {

  /** Memory that the collector does not see. */
  interface Native {
    /** Frees it. Called exactly once. */
    void free();
  }

  /** Makes what is worked on; the first step does, so that opening a stream costs nothing. */
  interface Maker<N> {
    N make() throws IOException;
  }

  /** One step. */
  interface Step<N> {
    /** Takes it; returns whether more steps follow. */
    boolean take(N worked) throws IOException;
  }

  private enum State {
    IDLE,
    STEPPING,
    /** Closed during a step, which will free it. */
    CLOSING,
    /** Nothing is held any more, or a task to free it is on its way. */
    ENDED
  }

  private final ExecutorService coders;
  private final Maker<N> maker;
  private final Runnable freed;
  private @Nullable N worked;
  private State state = State.IDLE;

  /**
   * @param freed called once, when whatever is held is free
   */
  Steps(ExecutorService coders, Maker<N> maker, Runnable freed) {
    this.coders = coders;
    this.maker = maker;
    this.freed = freed;
  }

  synchronized void requireOpen() {
    if (state != State.IDLE) {
      throw new CodingFailed("the stream has ended");
    }
  }

  /**
   * Has a step taken and waits for it.
   *
   * @throws CodingFailed when it failed, for the reason that is its cause
   */
  void take(Step<N> step) {
    Future<?> taken = submit(step);
    try {
      taken.get();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new CodingFailed("interrupted while a step was under way", e);
    } catch (ExecutionException e) {
      throw new CodingFailed("a step failed", e.getCause() == null ? e : e.getCause());
    }
  }

  private Future<?> submit(Step<N> step) {
    synchronized (this) {
      requireOpen();
      state = State.STEPPING;
    }
    try {
      return coders.submit(() -> {
        run(step);
        return null;
      });
    } catch (RejectedExecutionException e) {
      settle(false);
      throw new CodingFailed("the workshop is closed", e);
    }
  }

  private void run(Step<N> step) throws IOException {
    boolean goesOn = false;
    try {
      requireUnclosed();
      N now = worked == null ? maker.make() : worked;
      worked = now;
      goesOn = step.take(now);
    } finally {
      settle(goesOn);
    }
  }

  private synchronized void requireUnclosed() throws IOException {
    if (state == State.CLOSING) {
      throw new IOException("the stream was closed before the step began");
    }
  }

  /** Ends a step: makes the stream ready for the next one, or frees it. */
  private void settle(boolean goesOn) {
    synchronized (this) {
      if (goesOn && state == State.STEPPING) {
        state = State.IDLE;
        return;
      }
      state = State.ENDED;
    }
    free();
  }

  /** Frees the stream; during a step, leaves that to the step. */
  @Override
  public void close() {
    synchronized (this) {
      if (state == State.STEPPING) {
        state = State.CLOSING;
      }
      if (state != State.IDLE) {
        return;
      }
      state = State.ENDED;
    }
    try {
      coders.execute(this::free);
    } catch (RejectedExecutionException e) {
      // The workshop is closed and has no threads left; native memory must be freed all the same.
      free();
    }
  }

  private void free() {
    N held = worked;
    worked = null;
    try {
      if (held != null) {
        held.free();
      }
    } finally {
      freed.run();
    }
  }
}
