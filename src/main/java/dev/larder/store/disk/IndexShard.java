package dev.larder.store.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one directory, in columns: a hash table with open addressing, without an object for
 * each row. Within it a name lies at the first free place from its home on, and when a row leaves,
 * those behind it move up, so that there are no gaps to look over.
 *
 * <p>Every call takes the lock for about as long as a look into a map takes.
 */
final class IndexShard {
  private static final int SMALLEST = 8;

  private final ReentrantLock lock = new ReentrantLock();
  private int size;

  /** The columns; a place without blocks is free. */
  private long[] high = new long[SMALLEST];

  private long[] low = new long[SMALLEST];
  private long[] serial = new long[SMALLEST];
  private long[] key = new long[SMALLEST];
  private long[] epoch = new long[SMALLEST];
  private long[] validated = new long[SMALLEST];
  private int[] blocks = new int[SMALLEST];

  /** Sequence, and in the lowest two bits whether there is a sidecar, and whether it is proven. */
  private int[] head = new int[SMALLEST];

  /** The level at its last use: see {@link DiskIndex}. */
  private float[] level = new float[SMALLEST];

  /** Picks rows by what costs no object to look at; see {@link IndexRow}. */
  @FunctionalInterface
  interface Sieve {
    Sieve ALL = (key, epoch, validated, proven) -> true;

    boolean wants(long key, long epoch, long validated, boolean proven);
  }

  /** A row and the level at its last use. */
  record Leveled(IndexRow row, float level) {}

  @Nullable IndexRow find(FileName name) {
    lock.lock();
    try {
      int at = place(name);
      return blocks[at] == 0 ? null : row(at);
    } finally {
      lock.unlock();
    }
  }

  /** Puts a row; returns the one of the same name that it replaces. */
  @Nullable IndexRow put(IndexRow row, float newLevel) {
    lock.lock();
    try {
      int at = place(row.name());
      IndexRow before = blocks[at] == 0 ? null : row(at);
      if (before == null) {
        at = placeForOneMore(row.name(), at);
        size++;
      }
      set(at, row, newLevel);
      return before;
    } finally {
      lock.unlock();
    }
  }

  /** Puts a row unless there is one of that name; returns whether it did. */
  boolean putIfAbsent(IndexRow row, float newLevel) {
    lock.lock();
    try {
      return blocks[place(row.name())] == 0 && put(row, newLevel) == null;
    } finally {
      lock.unlock();
    }
  }

  /** Puts a row in the place of the one of the same file; false when that is gone. */
  boolean change(IndexRow row) {
    lock.lock();
    try {
      int at = place(row.name());
      if (blocks[at] == 0 || serial[at] != row.serial()) {
        return false;
      }
      set(at, row, level[at]);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Removes the row of a file; returns it as it was last, or null when it was gone. */
  @Nullable IndexRow remove(FileName name, long itsSerial) {
    lock.lock();
    try {
      int at = place(name);
      if (blocks[at] == 0 || serial[at] != itsSerial) {
        return null;
      }
      IndexRow removed = row(at);
      free(at);
      size--;
      return removed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Remembers a use, unless somebody else is at work here: who uses may not wait.
   *
   * @return false when that very file is known to be gone
   */
  boolean touch(FileName name, long itsSerial, float newLevel) {
    if (!lock.tryLock()) {
      return true;
    }
    try {
      int at = place(name);
      boolean here = blocks[at] != 0 && serial[at] == itsSerial;
      if (here) {
        level[at] = newLevel;
      }
      return here;
    } finally {
      lock.unlock();
    }
  }

  /** A row at random; null when there is none. */
  @Nullable Leveled any(RandomGenerator random) {
    lock.lock();
    try {
      if (size == 0) {
        return null;
      }
      int at = random.nextInt(blocks.length);
      while (blocks[at] == 0) {
        at = next(at);
      }
      return new Leveled(row(at), level[at]);
    } finally {
      lock.unlock();
    }
  }

  /** Lowers every level, when they have grown so great that they lose their small differences. */
  void lowerLevels(float by) {
    lock.lock();
    try {
      for (int i = 0; i < level.length; i++) {
        level[i] -= by;
      }
    } finally {
      lock.unlock();
    }
  }

  /** All rows that a sieve lets through. */
  List<Leveled> all(Sieve sieve) {
    List<Leveled> rows = new ArrayList<>();
    lock.lock();
    try {
      for (int at = 0; at < blocks.length; at++) {
        if (blocks[at] != 0
            && sieve.wants(key[at], epoch[at], validated[at], (head[at] & 1) != 0)) {
          rows.add(new Leveled(row(at), level[at]));
        }
      }
      return rows;
    } finally {
      lock.unlock();
    }
  }

  // -- places, under the lock --------------------------------------------------------------------

  /** Where a name's row lies, or the free place where it would. There is always one. */
  private int place(FileName name) {
    int at = home(name.low());
    while (blocks[at] != 0 && (low[at] != name.low() || high[at] != name.high())) {
      at = next(at);
    }
    return at;
  }

  private int home(long hash) {
    return (int) (((hash >>> 32) * blocks.length) >>> 32);
  }

  private int next(int at) {
    return at + 1 == blocks.length ? 0 : at + 1;
  }

  /** How many steps forward lead from one place to another. */
  private int steps(int from, int to) {
    return to >= from ? to - from : to - from + blocks.length;
  }

  /** The table may be four fifths full, and grows by half. */
  private int placeForOneMore(FileName name, int free) {
    if (5L * (size + 1) <= 4L * blocks.length) {
      return free;
    }
    grow(blocks.length + blocks.length / 2);
    return place(name);
  }

  private void grow(int capacity) {
    IndexShard wider = new IndexShard();
    wider.allocate(capacity);
    for (int at = 0; at < blocks.length; at++) {
      if (blocks[at] != 0) {
        wider.copy(this, at, wider.place(new FileName(high[at], low[at])));
      }
    }
    high = wider.high;
    low = wider.low;
    serial = wider.serial;
    key = wider.key;
    epoch = wider.epoch;
    validated = wider.validated;
    blocks = wider.blocks;
    head = wider.head;
    level = wider.level;
  }

  private void allocate(int capacity) {
    high = new long[capacity];
    low = new long[capacity];
    serial = new long[capacity];
    key = new long[capacity];
    epoch = new long[capacity];
    validated = new long[capacity];
    blocks = new int[capacity];
    head = new int[capacity];
    level = new float[capacity];
  }

  private void copy(IndexShard from, int at, int to) {
    high[to] = from.high[at];
    low[to] = from.low[at];
    serial[to] = from.serial[at];
    key[to] = from.key[at];
    epoch[to] = from.epoch[at];
    validated[to] = from.validated[at];
    blocks[to] = from.blocks[at];
    head[to] = from.head[at];
    level[to] = from.level[at];
  }

  private void free(int at) {
    int hole = at;
    for (int i = next(at); blocks[i] != 0; i = next(i)) {
      if (steps(home(low[i]), i) >= steps(hole, i)) {
        copy(this, i, hole);
        hole = i;
      }
    }
    blocks[hole] = 0;
  }

  private IndexRow row(int at) {
    return new IndexRow(
        new FileName(high[at], low[at]),
        serial[at],
        key[at],
        epoch[at],
        validated[at],
        head[at] >>> 2,
        (head[at] & 2) != 0,
        (head[at] & 1) != 0,
        blocks[at]);
  }

  private void set(int at, IndexRow row, float newLevel) {
    high[at] = row.name().high();
    low[at] = row.name().low();
    serial[at] = row.serial();
    key[at] = row.key();
    epoch[at] = row.epoch();
    validated[at] = row.validated();
    blocks[at] = row.blocks();
    head[at] = row.sequence() << 2 | (row.sidecar() ? 2 : 0) | (row.proven() ? 1 : 0);
    level[at] = newLevel;
  }
}
