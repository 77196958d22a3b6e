package dev.larder.store.disk;

import dev.larder.http.CacheKey;
import dev.larder.http.StoredHead;
import dev.larder.store.Address;
import dev.larder.store.StoreObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stored responses on disk, one file each. What lies at an address changes only under that
 * address's lock; reading takes no lock, because a file that was opened stays what it was, and its
 * footer's serial number tells whether it is the one that the index meant.
 */
public final class DiskTier implements AutoCloseable {
  private static final int SAMPLES = 24;

  /** What a body's file holds beside it, about: fields, address, footer. */
  private static final long USUAL_TRAILER = 4096;

  private final Layout layout;
  private final DiskFiles files;
  private final AddressLocks locks;
  private final StoreObserver observer;
  private final InstantSource clock;
  private final Consumer<DiskEntry> onDropped;
  private final DiskIndex index = new DiskIndex();
  private final SpaceLedger space;
  private final DiskHealth health;
  private final HeadWriter heads;
  private final Verification verification;
  private final DiskReader reader;
  private final Adoption adoption;
  private volatile boolean walking = true;
  private volatile boolean leftovers;
  private volatile boolean closed;

  /**
   * Opens what an earlier run left. {@link #walk} must follow.
   *
   * @param newestEpoch of the purges known at start; a file of a newer one outlived their log
   * @param onDropped told of each entry that leaves the index, under its address's lock
   */
  public DiskTier(
      Layout layout,
      long limit,
      long newestEpoch,
      DiskFiles files,
      AddressLocks locks,
      StoreObserver observer,
      InstantSource clock,
      Consumer<DiskEntry> onDropped) {
    this.layout = layout;
    this.files = files;
    this.locks = locks;
    this.observer = observer;
    this.clock = clock;
    this.onDropped = onDropped;
    this.space = new SpaceLedger(limit);
    this.health = new DiskHealth(observer);
    this.heads = new HeadWriter(files);
    this.verification = new Verification(files);
    this.reader = new DiskReader(this, files, verification, observer);
    this.adoption = new Adoption(layout, files, index, space, newestEpoch);
  }

  // -- finding ---------------------------------------------------------------------------------

  /** What is known to lie at an address, or null. Tries the name while the walk is under way. */
  public @Nullable DiskEntry find(Address address) {
    DiskEntry entry = index.find(address);
    if (entry == null && walking && !closed) {
      String name = FileName.of(address);
      entry =
          locks.holding(address, () -> walking ? adoption.adopt(name, false) : index.find(address));
    }
    if (entry != null) {
      used(entry);
    }
    return entry;
  }

  /** Remembers a use, for eviction. */
  public void used(DiskEntry entry) {
    entry.used(clock.millis());
  }

  /** Whether that very entry is in force. */
  public boolean holds(DiskEntry entry) {
    return !closed && index.holds(entry);
  }

  public List<DiskEntry> under(CacheKey key) {
    return index.under(key);
  }

  public List<DiskEntry> entries() {
    return index.entries();
  }

  /** The way to what the entries' files hold. */
  public DiskReader reader() {
    return reader;
  }

  // -- storing ---------------------------------------------------------------------------------

  /** Whether it is worth trying to write. */
  public boolean accepting() {
    return health.working() && !closed;
  }

  /**
   * Begins a file; null when the disk is not working or there is no room.
   *
   * @param expectedLength of the body, or -1
   */
  public @Nullable Spool spool(Address address, long expectedLength) {
    long footing = USUAL_TRAILER + AddressCodec.encode(address).length;
    long expected = expectedLength < 0 ? BlockChecksums.BLOCK : expectedLength;
    long bytes = SpaceLedger.rounded(expected + footing + BlockChecksums.bytesFor(expected));
    if (!accepting() || !makeRoom(bytes)) {
      return null;
    }
    try {
      Path path = layout.newTemporary();
      return new Spool(this, files, path, bytes, footing);
    } catch (IOException e) {
      space.give(bytes);
      health.failed("creating a file", e);
      return null;
    }
  }

  /** Says that writing failed, so that it is not tried before a probe has succeeded. */
  public void failed(IOException e) {
    failed("writing", e);
  }

  void failed(String doing, IOException e) {
    health.failed(doing, e);
  }

  /** Writes what follows the body, with which the file is complete. Takes no lock. */
  public Sealed seal(Spool spool, Address address, StoredHead head, long generation, long epoch)
      throws IOException {
    FileHead fileHead = heads.newFile(spool, address, head, generation, epoch);
    return new Sealed(spool, fileHead);
  }

  /** A complete file that has only a temporary name. */
  public record Sealed(Spool spool, FileHead head) {}

  /** Gives a complete file its name and indexes it. Under the address's lock. */
  public DiskEntry place(Sealed sealed) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    Address address = sealed.head().address();
    Spool spool = sealed.spool();
    Path path = layout.file(FileName.of(address));
    files.rename(spool.path(), path);
    long bytes = SpaceLedger.rounded(sealed.head().footer().fileSize());
    space.takeAnyway(bytes - spool.reserved());
    spool.placedAs(path);
    DiskEntry entry = new DiskEntry(sealed.head(), bytes, clock.millis());
    DiskEntry before = index.put(entry);
    if (before != null) {
      space.give(before.bytes());
      if (before.sidecar()) {
        delete(FileName.sidecar(path));
      }
    }
    return entry;
  }

  /** Gives a file a new head, its body untouched. Under the address's lock. */
  public void freshen(DiskEntry entry, StoredHead head, long validatedEpoch) throws IOException {
    Path path = path(entry);
    boolean verified = verification.mark(path).equals(entry.verified());
    Path temporary = layout.newTemporary();
    HeadWriter.Written written = heads.replace(path, temporary, entry, head, validatedEpoch);
    long bytes = SpaceLedger.rounded(entry.footer().fileSize()) + written.sidecarBytes();
    space.takeAnyway(bytes - entry.bytes());
    entry.takes(bytes);
    entry.headIs(written.sequence(), validatedEpoch, written.sidecarBytes() > 0);
    entry.verifiedAs(verified ? verification.mark(path) : null);
  }

  void closed(FileChannel file, @Nullable Path delete, long reserved) {
    if (delete != null) {
      delete(delete);
    }
    try {
      file.close();
    } catch (IOException e) {
      health.failed("closing", e);
    }
    space.give(reserved);
  }

  // -- making room -----------------------------------------------------------------------------

  /** Takes space, evicting for it. Holding no address's lock. */
  boolean makeRoom(long bytes) {
    if (bytes > space.limit()) {
      return false;
    }
    while (!space.take(bytes)) {
      if (!evictOne()) {
        return false;
      }
    }
    return true;
  }

  private boolean evictOne() {
    DiskEntry oldest = index.oldestOf(SAMPLES, ThreadLocalRandom.current());
    if (oldest == null) {
      return false;
    }
    if (dropIfHeld(oldest)) {
      observer.evicted(oldest.address(), oldest.length());
    }
    return true;
  }

  /** Drops an entry if it is still in force. Not under a lock of another address. */
  public boolean dropIfHeld(DiskEntry entry) {
    return locks.holding(entry.address(), () -> drop(entry));
  }

  /** Drops an entry if it is still in force. Under its address's lock. */
  public boolean drop(DiskEntry entry) {
    if (!index.remove(entry)) {
      return false;
    }
    onDropped.accept(entry);
    Path path = path(entry);
    delete(path);
    if (entry.sidecar()) {
      delete(FileName.sidecar(path));
    }
    space.give(entry.bytes());
    return true;
  }

  /** Drops what lies at an address, known or not. Under its lock. */
  public void drop(Address address) {
    DiskEntry entry = find(address);
    if (entry != null) {
      drop(entry);
    }
  }

  private void delete(Path path) {
    try {
      files.delete(path);
    } catch (IOException e) {
      leftovers = true;
      health.failed("deleting", e);
    }
  }

  /** Whether a file could not be deleted: what purged it must be remembered over a restart. */
  public boolean leftovers() {
    return leftovers;
  }

  // -- the keeper's ----------------------------------------------------------------------------

  /** Finds all files of an earlier run, removes what is not sound, and makes the limit true. */
  public void walk() {
    new DiskWalk(layout, adoption, locks).run(() -> closed);
    walking = false;
    locks.passThroughAll();
    space.allFound();
    boolean more = true;
    while (more && !closed && space.over()) {
      more = evictOne();
    }
  }

  public boolean walked() {
    return !walking;
  }

  /** Tries whether a disk that failed takes writes again. */
  public void probe() {
    if (health.working() || closed) {
      return;
    }
    Path path = layout.newTemporary();
    try (FileChannel file = files.create(path)) {
      files.write(file, ByteBuffer.allocate(BlockChecksums.BLOCK), 0);
      health.recovered();
    } catch (IOException e) {
      health.failed("probing", e);
    }
    delete(path);
  }

  public int size() {
    return index.size();
  }

  /** Bytes taken, in whole blocks, files being written included. */
  public long bytes() {
    return space.taken();
  }

  Path path(DiskEntry entry) {
    return layout.file(FileName.of(entry.address()));
  }

  @Override
  public void close() {
    closed = true;
    locks.passThroughAll();
  }
}
