package dev.larder.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be ended of a node, the last that began first; one that fails stops no other. */
final class Endings {
  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

  private final Deque<Runnable> endings = new ArrayDeque<>();

  synchronized void add(Runnable ending) {
    endings.push(ending);
  }

  /** Ends everything, once. */
  synchronized void run() {
    while (!endings.isEmpty()) {
      try {
        endings.pop().run();
      } catch (RuntimeException failed) {
        LOG.warn("a part of the node did not end cleanly", failed);
      }
    }
  }
}
