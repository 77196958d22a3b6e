package dev.larder.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a long command end early, with a last word, when it is told to by Ctrl-C or SIGTERM.
 *
 * <p>The JVM runs its shutdown hooks then, while the command goes on. The hook asks the command to
 * stop, waits a moment for that, has the last word said, and halts with {@link Exit#INTERRUPTED}.
 */
final class Interruption implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Runnable lastWord;
  private final Thread hook;

  private Interruption(Runnable lastWord) {
    this.lastWord = lastWord;
    this.hook = new Thread(this::stop, "interrupted");
  }

  /** Takes charge of signals until it is closed. */
  static Interruption saying(Runnable lastWord) {
    Interruption interruption = new Interruption(lastWord);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the command is to stop. */
  boolean asked() {
    return asked.getCount() == 0;
  }

  /** Pauses, but not if the command is to stop. */
  void pause(Duration time) {
    try {
      if (asked.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.debug("a pause ends early");
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command is at its end; the process goes on as if this had never been. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      LOG.debug("the process is being stopped already", stopping);
    }
  }

  private void stop() {
    asked.countDown();
    Thread last = Thread.ofPlatform().name("last-word").daemon().start(this::end);
    try {
      if (!last.join(MOMENT.multipliedBy(2))) {
        LOG.debug("nobody reads the last word");
      }
    } catch (InterruptedException hurried) {
      LOG.debug("stopping at once", hurried);
    }
    Runtime.getRuntime().halt(Exit.INTERRUPTED);
  }

  private void end() {
    try {
      if (!ended.await(MOMENT.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.debug("the command is busy with one large file");
      }
    } catch (InterruptedException hurried) {
      LOG.debug("not waiting for the command's end", hurried);
    }
    lastWord.run();
  }
}
