package dev.larder.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What was used in memory and is not on disk: because it was asked for once only until now, or
 * because the disk failed when it came, or because its file had to go before it. The keeper writes
 * it down, so that no request waits for it.
 */
final class WriteDown {

  /** As many as are written in a moment; more come with the next use. */
  private static final int MOST = 4096;

  /** No bodies: what memory lets go of meanwhile must be free to go. */
  private final Set<Address> wanted = ConcurrentHashMap.newKeySet();

  /** Asks for what lies at an address. Never waits. */
  void want(Address address) {
    if (wanted.size() < MOST) {
      wanted.add(address);
    }
  }

  /** Hands over all that were asked for. */
  void settle(Consumer<Address> write) {
    wanted.removeIf(address -> {
      write.accept(address);
      return true;
    });
  }
}
