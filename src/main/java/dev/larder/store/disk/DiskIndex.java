package dev.larder.store.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All stored files that are known, and which of them is worth the least.
 *
 * <p>A file's worth is L + f/√s: f is how often it was used lately, s how many blocks it takes, and
 * L the <em>level</em> at its last use, that is the worth of what was evicted last by then. So a
 * file lives on its uses for a while and is then overtaken by the rising level, the small ones
 * later than the great ones, which serve fewer requests for their room. Instead of keeping all
 * files in the order of their worth, eviction looks at some at random and takes the least of them.
 */
final class DiskIndex {
  static final int SHARDS = 256;

  /** Beyond it a float tells two levels apart only by more than a large file is worth. */
  private static final float HIGHEST_LEVEL = 1 << 14;

  private final IndexShard[] shards = new IndexShard[SHARDS];
  private final FrequencySketch uses = new FrequencySketch();
  private final AtomicInteger size = new AtomicInteger();
  private final Retained retained;
  private volatile float level;

  /** An index that retains nothing. */
  DiskIndex() {
    this(0);
  }

  /**
   * An empty index.
   *
   * @param retainedBytes of files that stay though they are of little worth
   */
  DiskIndex(long retainedBytes) {
    this.retained = new Retained(this::find, retainedBytes);
    for (int i = 0; i < SHARDS; i++) {
      shards[i] = new IndexShard();
    }
  }

  private IndexShard shard(FileName name) {
    return shards[name.directory()];
  }

  @Nullable IndexRow find(FileName name) {
    return shard(name).find(name);
  }

  /** The row of that very file, or null. */
  @Nullable IndexRow find(FileName name, long serial) {
    IndexRow row = find(name);
    return row != null && row.serial() == serial ? row : null;
  }

  /** Adds a row; returns the one of the same name that it replaces. */
  @Nullable IndexRow put(IndexRow row) {
    IndexRow before = shard(row.name()).put(row, level);
    if (before == null) {
      uses.makeRoomFor(size.incrementAndGet());
    }
    return before;
  }

  /** Adds a row of a snapshot, unless more is known of that name already. */
  boolean putIfAbsent(IndexRow row, float lastLevel, int itsUses) {
    boolean added = shard(row.name()).putIfAbsent(row, lastLevel);
    if (added) {
      uses.makeRoomFor(size.incrementAndGet());
    }
    for (int i = 0; added && i < itsUses; i++) {
      uses.increment(row.name());
    }
    return added;
  }

  /** Puts another version in the place of the row of the same file; false when that is gone. */
  boolean change(IndexRow row) {
    return shard(row.name()).change(row);
  }

  /** Removes the row of that very file; returns it as it was last, null when it was gone. */
  @Nullable IndexRow remove(FileName name, long serial) {
    IndexRow removed = shard(name).remove(name, serial);
    if (removed != null) {
      size.decrementAndGet();
      retained.remove(name);
    }
    return removed;
  }

  /** What eviction spares. */
  Retained retained() {
    return retained;
  }

  // -- worth -------------------------------------------------------------------------------------

  /** Remembers a use; returns false when that file is known to be gone. Never waits. */
  boolean used(FileName name, long serial) {
    uses.increment(name);
    return shard(name).touch(name, serial, level);
  }

  /** About how often it was used lately, 0 to 15. */
  int uses(FileName name) {
    return uses.estimate(name);
  }

  /** Makes room to count the uses of so many files, before those of the first are told. */
  void expect(int files) {
    uses.makeRoomFor(files);
  }

  float level() {
    return level;
  }

  /** What might be evicted. */
  record Candidate(IndexRow row, float worth) {}

  /** Of some rows picked at random the one of the least worth; null when there are none. */
  @Nullable Candidate leastOf(int samples, RandomGenerator random) {
    return leastOf(samples, random, name -> false);
  }

  /**
   * The same of those that are not spared.
   *
   * @param spared what is not to be picked
   */
  @Nullable Candidate leastOf(int samples, RandomGenerator random, Predicate<FileName> spared) {
    Candidate least = null;
    for (int i = 0; i < samples; i++) {
      IndexShard.Leveled picked = any(random);
      if (picked == null) {
        break;
      }
      float worth = worth(picked);
      boolean less = least == null || worth < least.worth();
      if (less && !spared.test(picked.row().name())) {
        least = new Candidate(picked.row(), worth);
      }
    }
    return least;
  }

  private IndexShard.@Nullable Leveled any(RandomGenerator random) {
    int first = random.nextInt(SHARDS);
    for (int i = 0; i < SHARDS; i++) {
      IndexShard.Leveled picked = shards[(first + i) % SHARDS].any(random);
      if (picked != null) {
        return picked;
      }
    }
    return null;
  }

  private float worth(IndexShard.Leveled row) {
    int used = Math.max(1, uses.estimate(row.row().name()));
    return row.level() + (float) (used / Math.sqrt(row.row().blocks()));
  }

  /** Raises the level to the worth of what was evicted. */
  synchronized void raise(float to) {
    level = Math.max(level, to);
    if (level > HIGHEST_LEVEL) {
      float by = level;
      level = 0;
      for (IndexShard shard : shards) {
        shard.lowerLevels(by);
      }
    }
  }

  // -- all of them -------------------------------------------------------------------------------

  int size() {
    return size.get();
  }

  /** All rows that a sieve lets through. */
  List<IndexRow> all(IndexShard.Sieve sieve) {
    List<IndexRow> rows = new ArrayList<>();
    forEach(sieve, leveled -> rows.add(leveled.row()));
    return rows;
  }

  /** The same of one directory. */
  List<IndexRow> in(int directory, IndexShard.Sieve sieve) {
    List<IndexRow> rows = new ArrayList<>();
    shards[directory].all(sieve).forEach(leveled -> rows.add(leveled.row()));
    return rows;
  }

  /**
   * Tells of all rows that a sieve lets through, directory by directory. Holds no lock meanwhile,
   * so the consumer may take its time.
   */
  void forEach(IndexShard.Sieve sieve, Consumer<IndexShard.Leveled> consumer) {
    for (IndexShard shard : shards) {
      shard.all(sieve).forEach(consumer);
    }
  }
}
