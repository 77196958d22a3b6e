package dev.larder.store.disk;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers the names of what was asked for lately and not stored, so that the second request for
 * it is known as such. Bounded: a name may be forgotten for another's sake, never mistaken for it
 * but by one chance in 2^64. Never waits.
 */
final class Ghost {

  /** The size of a usual web asset: the table holds about as many names as the disk has objects. */
  private static final long USUAL_SIZE = 32 * 1024;

  private static final long FEWEST = 1 << 12;
  private static final long MOST = 1 << 20;

  private final AtomicLongArray names;

  Ghost(long diskBytes) {
    long wanted = Math.clamp(diskBytes / USUAL_SIZE, FEWEST, MOST);
    this.names = new AtomicLongArray(Math.toIntExact(Long.highestOneBit(wanted)));
  }

  /** Whether a name is stored already, or is asked for not for the first time. */
  boolean admits(FileName name, DiskIndex index) {
    return index.find(name) != null || again(name);
  }

  private boolean again(FileName name) {
    int slot = (int) (name.low() & (names.length() - 1));
    return names.getAndSet(slot, name.high()) == name.high();
  }
}
