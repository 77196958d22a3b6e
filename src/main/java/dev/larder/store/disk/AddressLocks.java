package dev.larder.store.disk;

import dev.larder.store.Address;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One lock for each address, shared by addresses whose file names have the same hash. Whoever
 * changes what lies at an address holds it; whoever holds one takes no other, and makes no room
 * meanwhile (which would).
 */
public final class AddressLocks {
  private final ReentrantLock[] stripes = new ReentrantLock[64];

  public AddressLocks() {
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new ReentrantLock();
    }
  }

  public <T extends @Nullable Object> T holding(Address address, Supplier<T> action) {
    return holding(FileName.of(address), action);
  }

  /** The same, by file name: start-up meets names whose address it cannot know. */
  <T extends @Nullable Object> T holding(FileName name, Supplier<T> action) {
    return holding(stripes[(int) name.low() & (stripes.length - 1)], action);
  }

  private static <T extends @Nullable Object> T holding(ReentrantLock lock, Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everyone who holds a lock now has let go of it. */
  public void passThroughAll() {
    for (ReentrantLock lock : stripes) {
      holding(lock, () -> null);
    }
  }
}
