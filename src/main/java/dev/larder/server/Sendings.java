package dev.larder.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Those who wait for their clients on I/O threads, where no interruption would reach them: so that
 * a front that stops can end them all.
 */
final class Sendings {
  /** One of them. */
  interface Sending {
    /** Ends it, from any thread, if it has not ended. */
    void breakOff();
  }

  private final Set<Sending> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean broken;

  void add(Sending sending) {
    waiting.add(sending);
    if (broken) {
      sending.breakOff();
    }
  }

  void remove(Sending sending) {
    waiting.remove(sending);
  }

  /** Ends them, and whoever comes to wait after them. */
  void breakOff() {
    broken = true;
    waiting.forEach(Sending::breakOff);
  }
}
