package dev.larder.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process with status 0 when it is told to stop, once the node is closed.
 *
 * <p>A JVM that gets SIGTERM runs its shutdown hooks and then exits with 143, whatever they did. To
 * service managers and scripts a stop that was asked for is no failure, so the hook closes the node
 * and halts the JVM itself. The node has a bounded time for it: after that the process ends all the
 * same, which the store survives as it survives a kill.
 */
final class GracefulStop {

  private static final Logger LOG = LoggerFactory.getLogger(GracefulStop.class);
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final AtomicReference<@Nullable RunningNode> running = new AtomicReference<>();
  private final Runnable after;
  private final Thread hook;

  private GracefulStop(Runnable after) {
    this.after = after;
    this.hook = new Thread(this::stop, "stop");
  }

  /** Takes charge of signals from now on. */
  static GracefulStop onSignal(Runnable after) {
    GracefulStop stop = new GracefulStop(after);
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  void closes(RunningNode node) {
    running.set(node);
  }

  /** Leaves the process to end by itself; nothing if it is ending already. */
  void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      LOG.debug("the process is being stopped already", stopping);
    }
  }

  /** Waits for the signal, which ends the process: never returns. */
  void await() {
    boolean never = false;
    while (!never) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException nobodyDoes) {
        LOG.warn("the main thread was interrupted; the node goes on");
      }
    }
  }

  private void stop() {
    Thread closer = Thread.ofPlatform().name("close").daemon().start(this::close);
    try {
      if (!closer.join(BOUND)) {
        LOG.warn("not everything was closed within {} s; stopping all the same", BOUND.toSeconds());
      }
    } catch (InterruptedException hurried) {
      LOG.warn("stopping at once");
    }
    Runtime.getRuntime().halt(Exit.OK);
  }

  private void close() {
    RunningNode node = running.get();
    if (node != null) {
      LOG.info("stopping");
      node.close();
      LOG.info("stopped");
    }
    after.run();
  }
}
