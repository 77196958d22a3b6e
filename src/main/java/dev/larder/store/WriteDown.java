package dev.larder.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What was used in memory and is not on disk: because it was asked for once only until now, or
 * because the disk failed when it came. The keeper writes it down, so that no request waits for it.
 */
final class WriteDown {

  /** As many as are written in a moment; more come with the next use. */
  private static final int MOST = 4096;

  private final Set<TieredResponse> wanted = ConcurrentHashMap.newKeySet();

  /** Asks for one. Never waits. */
  void want(TieredResponse response) {
    if (wanted.size() < MOST) {
      wanted.add(response);
    }
  }

  /** Hands over all that were asked for. */
  void settle(Consumer<TieredResponse> write) {
    wanted.removeIf(response -> {
      write.accept(response);
      return true;
    });
  }
}
