package dev.larder.store;

import dev.larder.http.CacheKey;
import dev.larder.http.StoredHead;
import dev.larder.store.disk.AddressLocks;
import dev.larder.store.disk.DiskFiles;
import dev.larder.store.disk.DiskTier;
import dev.larder.store.disk.Layout;
import dev.larder.store.memory.MemoryTier;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store as the rest of the node sees it: opens and closes what {@link Tiers} and the purges
 * need, and has the keeper look after them.
 */
public final class TieredStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(TieredStore.class);
  private static final Duration MOMENT = Duration.ofMillis(200);
  private static final Duration SNAPSHOT_EVERY = Duration.ofMinutes(1);

  private final MemoryTier<TieredResponse> memory;
  private final @Nullable DiskTier disk;
  private final @Nullable StoreLock lock;
  private final Purges purges;
  private final Tiers tiers;
  private final PurgeLedger ledger;
  private final AddressLocks locks = new AddressLocks();
  private final Sweeper sweeper;
  private final Keeper keeper;

  /**
   * Apart from the keeper, so that a disk that works again need not wait for a long walk or sweep.
   */
  private final Keeper prober;

  private final StoreOptions options;
  private final StoreObserver observer;
  private final IntakeLimits limits;
  private final RingBudget rings;
  private long lastSnapshot = System.nanoTime();
  private final Set<Arrival> intakes = ConcurrentHashMap.newKeySet();

  /**
   * Opens a store.
   *
   * @throws IOException with a sentence, when the directory cannot be used or another node uses it
   */
  public static TieredStore open(StoreOptions options, StoreObserver observer, InstantSource clock)
      throws IOException {
    return open(options, observer, clock, DiskFiles.REAL, IntakeLimits.USUAL);
  }

  static TieredStore open(
      StoreOptions options,
      StoreObserver observer,
      InstantSource clock,
      DiskFiles files,
      IntakeLimits limits)
      throws IOException {
    TieredStore store = new TieredStore(options, observer, clock, files, limits);
    store.keeper.start();
    store.prober.start();
    store.keeper.awaitFirst(MOMENT);
    return store;
  }

  private TieredStore(
      StoreOptions options,
      StoreObserver observer,
      InstantSource clock,
      DiskFiles files,
      IntakeLimits limits)
      throws IOException {
    this.options = options;
    this.observer = observer;
    this.limits = limits;
    this.rings = new RingBudget(limits.ring(), limits.allRings());
    this.memory =
        new MemoryTier<>(
            options.memoryBytes(),
            options.largestInMemory(),
            response -> response.body() != null,
            this::leftMemory);
    if (options.diskBytes() > 0) {
      Layout layout = new Layout(options.directory());
      boolean used = layout.used();
      layout.makeDirectories();
      this.lock = StoreLock.take(layout.lock(), options.directory());
      this.purges = openPurges(layout, files, used, clock, lock);
      this.disk = new DiskTier(layout, options, purges.ledger().epoch(), files, locks, observer);
    } else {
      this.lock = null;
      this.purges = new Purges(clock);
      this.disk = null;
    }
    this.ledger = purges.ledger();
    this.tiers = new Tiers(memory, disk, ledger, locks, observer);
    this.sweeper = new Sweeper(disk, memory, purges, locks, this::oldestIntake);
    this.keeper =
        new Keeper("keeper", this::walk, List.of(sweeper::turn, tiers::writeDown, this::snapshot));
    this.prober = new Keeper("prober", () -> true, List.of(this::probe));
  }

  private static Purges openPurges(
      Layout layout, DiskFiles files, boolean used, InstantSource clock, StoreLock lock)
      throws IOException {
    try {
      layout.clearTemporaries();
      return new Purges(new PurgeLogFile(layout.purgeLog(), files), used, clock);
    } catch (IOException e) {
      lock.close();
      throw new IOException(
          "The store directory " + layout.root() + " cannot be used: " + e + ".", e);
    }
  }

  private boolean walk() {
    if (disk == null) {
      return true;
    }
    boolean done = disk.walk();
    if (done) {
      LOG.info("the store holds {} responses on disk, {} bytes", disk.size(), disk.bytes());
    }
    return done;
  }

  /** Whether all files of an earlier run have been met. */
  boolean walked() {
    return disk == null || disk.walked();
  }

  void probe() {
    if (disk != null) {
      disk.probe();
    }
  }

  private void snapshot() {
    long now = System.nanoTime();
    if (disk != null && now - lastSnapshot >= SNAPSHOT_EVERY.toNanos()) {
      lastSnapshot = now;
      disk.writeSnapshot();
    }
  }

  // -- finding, keeping ------------------------------------------------------------------------

  @Override
  public @Nullable StoredResponse findNow(Address address) {
    return tiers.findNow(address);
  }

  @Override
  public @Nullable StoredResponse find(Address address) {
    return tiers.find(address);
  }

  @Override
  public Intake begin(Address address, long generation, long epoch, long expectedLength) {
    Announced announced =
        new Announced(address, generation, epoch, expectedLength, tiers.admits(address));
    Arrival arrival = new Arrival(tiers, rings, limits, observer, intakes::remove, announced);
    intakes.add(arrival);
    return arrival;
  }

  @Override
  public @Nullable StoredResponse freshen(StoredResponse stored, StoredHead head, long epoch) {
    return tiers.freshen(stored, head, epoch);
  }

  @Override
  public void remove(Address address) {
    tiers.remove(address);
  }

  @Override
  public void retain(Address address) {
    if (disk != null) {
      disk.retained().add(address);
    }
  }

  @Override
  public void release(Address address) {
    if (disk != null) {
      disk.retained().remove(address);
    }
  }

  private long oldestIntake() {
    return intakes.stream().mapToLong(Arrival::epoch).min().orElse(Long.MAX_VALUE);
  }

  private void leftMemory(TieredResponse response) {
    if (response.entry() == null) {
      observer.evicted(response.length());
    }
  }

  // -- purging ---------------------------------------------------------------------------------

  @Override
  public long epoch() {
    return ledger.epoch();
  }

  @Override
  public boolean purgedSince(CacheKey key, long epoch) {
    return ledger.covered(key, epoch);
  }

  @Override
  public PurgeReceipt purge(List<PurgeScope> scopes, PurgeMode mode) {
    // Counted before: as soon as the purge is in force, the sweeper may be at work.
    Long reached = sweeper.reach(scopes);
    long epoch = purges.purge(scopes, mode);
    sweeper.drop(scopes, epoch);
    keeper.wake();
    return new PurgeReceipt(epoch, reached);
  }

  @Override
  public StoreStats stats() {
    return new StoreStats(
        memory.size(),
        memory.bytes(),
        memory.limit(),
        disk == null ? 0 : disk.size(),
        disk == null ? 0 : disk.bytes(),
        options.diskBytes(),
        intakes.size(),
        ledger.epoch());
  }

  @Override
  public void close() {
    if (disk != null) {
      disk.stop();
    }
    keeper.close();
    prober.close();
    if (disk != null) {
      disk.close();
    }
    try {
      purges.close();
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      LOG.warn("the store did not close cleanly: {}", e.toString());
    }
  }
}
