package dev.larder.store.disk;

import dev.larder.http.StoredHead;
import dev.larder.store.Address;
import dev.larder.store.Admission;
import dev.larder.store.StoreObserver;
import dev.larder.store.StoreOptions;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Stored responses on disk, one file each. What lies at an address changes only under that
 * address's lock; reading takes no lock, because a file that was opened stays what it was, and its
 * footer's serial number tells whether it is the one that the index meant.
 */
public final class DiskTier implements AutoCloseable {
  /** What a body's file holds beside it, about: fields, address, footer. */
  private static final long USUAL_TRAILER = 4096;

  private final Layout layout;
  private final DiskFiles files;
  private final AddressLocks locks;
  private final DiskIndex index;
  private final SpaceLedger space;
  private final DiskHealth health;
  private final OpenFiles open;
  private final Disposal disposal;
  private final HeadWriter heads;
  private final Verification verification;
  private final DiskReader reader;
  private final Scrub scrub;
  private final DiskPurges purges;
  private final Eviction eviction;
  private final Adoption adoption;
  private final Snapshot snapshot;
  private final @Nullable Ghost ghost;
  private volatile boolean walking = true;
  private volatile boolean changed;
  private volatile boolean closed;

  /**
   * Opens what an earlier run left. {@link #walk} must follow.
   *
   * @param newestEpoch of the purges known at start; a file of a newer one outlived their log
   */
  public DiskTier(
      Layout layout,
      StoreOptions options,
      long newestEpoch,
      DiskFiles files,
      AddressLocks locks,
      StoreObserver observer) {
    long limit = options.diskBytes();
    this.layout = layout;
    this.files = files;
    this.locks = locks;
    this.index = new DiskIndex(limit / 100 * options.retainedPercent());
    this.space = new SpaceLedger(limit);
    this.health = new DiskHealth(observer);
    this.open = new OpenFiles(OpenFiles.MOST);
    this.disposal = new Disposal(files, locks, index, space, health, open);
    this.heads = new HeadWriter(files);
    this.verification = new Verification(files, options.reverify());
    this.reader = new DiskReader(this, files, open, verification, observer);
    this.scrub = new Scrub(index, reader, options.scrub());
    this.purges = new DiskPurges(this, index, files);
    this.eviction =
        new Eviction(this, index, space, FreeSpace.of(files, layout.objects(), limit), observer);
    this.adoption = new Adoption(layout, files, index, space, disposal, newestEpoch, observer);
    this.snapshot = new Snapshot(files, layout.snapshot());
    this.ghost = options.admission() == Admission.SECOND ? new Ghost(limit) : null;
  }

  // -- finding ---------------------------------------------------------------------------------

  /**
   * What is known of an address, or null. Tries the name while the walk is under way, and reads the
   * file of what only a snapshot knows.
   */
  @Nullable IndexRow row(Address address) {
    FileName name = FileName.of(address);
    IndexRow row = row(name);
    if (row != null) {
      index.used(name, row.serial());
    }
    return row;
  }

  @Nullable IndexRow row(FileName name) {
    IndexRow row = index.find(name);
    boolean unsure = row == null ? walking : !row.proven();
    return unsure && !closed ? locks.holding(name, () -> adoption.adopt(name, false)) : row;
  }

  /**
   * Remembers a use, for eviction; returns false when the file is known to be gone. Never waits.
   */
  public boolean used(DiskEntry entry) {
    return index.used(entry.name(), entry.footer().serial());
  }

  /** Whether that very file is in force. */
  public boolean holds(DiskEntry entry) {
    return holds(entry.name(), entry.footer().serial());
  }

  boolean holds(FileName name, long serial) {
    return !closed && index.find(name, serial) != null;
  }

  /** Whether what was read is in force, in its newest version. */
  public boolean isCurrent(DiskReader.Found found) {
    DiskEntry entry = found.entry();
    IndexRow row = closed ? null : index.find(entry.name(), entry.footer().serial());
    return row != null && found.sequence() >= row.sequence();
  }

  /** The purge epoch with which a file in force was last validated; -1 when it is not in force. */
  public long validatedEpoch(DiskEntry entry) {
    IndexRow row = index.find(entry.name(), entry.footer().serial());
    return row == null ? -1 : row.validated();
  }

  /** Holds files against purges. */
  public DiskPurges purges() {
    return purges;
  }

  /** The way to what files hold. */
  public DiskReader reader() {
    return reader;
  }

  // -- storing ---------------------------------------------------------------------------------

  /** Whether it is worth trying to write. */
  public boolean accepting() {
    return health.working() && !closed;
  }

  /** Whether what is asked for now is to be stored, or only when it is asked for again. */
  public boolean admits(Address address) {
    return ghost == null || ghost.admits(FileName.of(address), index);
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
    health.failed("writing", e);
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
    FileName name = FileName.of(sealed.head().address());
    Spool spool = sealed.spool();
    Path path = layout.file(name);
    files.rename(spool.path(), path);
    long bytes = SpaceLedger.rounded(sealed.head().footer().fileSize());
    space.takeAnyway(bytes - spool.reserved());
    spool.placedAs(path, sealed.head().footer());
    IndexRow before = index.put(IndexRow.of(name, sealed.head(), bytes));
    changed = true;
    index.used(name, sealed.head().footer().serial());
    if (before != null) {
      open.drop(name);
      space.give(before.bytes() - before.sidecarBytes());
      disposeOfSidecar(before);
    }
    return new DiskEntry(name, sealed.head());
  }

  /** Gives a file a new head, its body untouched. Under the address's lock. */
  public void freshen(DiskEntry entry, StoredHead head, long validatedEpoch) throws IOException {
    Path path = path(entry.name());
    IndexRow row = index.find(entry.name(), entry.footer().serial());
    if (row == null) {
      throw new NoSuchFileException(path.toString());
    }
    DiskEntry.Mark before = verification.mark(path);
    Path temporary = layout.newTemporary();
    HeadWriter.Written written =
        heads.replace(path, temporary, entry.footer(), row, head, validatedEpoch);
    long bytes = SpaceLedger.rounded(entry.footer().fileSize()) + written.sidecarBytes();
    space.takeAnyway(bytes - row.bytes());
    index.change(
        row.withHead(written.sequence(), validatedEpoch, written.sidecarBytes() > 0, bytes));
    changed = true;
    verification.soundStill(entry, before, verification.mark(path));
  }

  void closed(FileChannel file, @Nullable Path delete, long reserved) {
    try {
      file.close();
    } catch (IOException e) {
      health.failed("closing", e);
    }
    if (delete != null) {
      disposal.temporary(delete, reserved);
    } else {
      space.give(reserved);
    }
  }

  // -- dropping --------------------------------------------------------------------------------

  /** What eviction spares. */
  public Retained retained() {
    return index.retained();
  }

  /** Takes space, evicting for it. Holding no address's lock. */
  boolean makeRoom(long bytes) {
    return eviction.makeRoom(bytes);
  }

  /** Drops a file if it is still in force. Not under a lock of another address. */
  public boolean dropIfHeld(DiskEntry entry) {
    return dropIfHeld(entry.name(), entry.footer().serial());
  }

  boolean dropIfHeld(FileName name, long serial) {
    return locks.holding(name, () -> drop(name, serial));
  }

  /** Drops a file if it is still in force. Under its address's lock. */
  public boolean drop(DiskEntry entry) {
    return drop(entry.name(), entry.footer().serial());
  }

  private boolean drop(FileName name, long serial) {
    IndexRow row = index.remove(name, serial);
    if (row == null) {
      return false;
    }
    changed = true;
    disposal.stored(name, path(name), row.bytes() - row.sidecarBytes());
    disposeOfSidecar(row);
    return true;
  }

  private void disposeOfSidecar(IndexRow row) {
    if (row.sidecar()) {
      disposal.stored(row.name(), FileName.sidecar(path(row.name())), row.sidecarBytes());
    }
  }

  /** Drops what lies at an address, known or not. Under its lock. */
  public void drop(Address address) {
    FileName name = FileName.of(address);
    IndexRow row = index.find(name);
    if (row == null && walking) {
      row = adoption.adopt(name, false);
    }
    if (row != null) {
      drop(name, row.serial());
    }
  }

  /** Whether a file could not be deleted yet: what purged it must be remembered over a restart. */
  public boolean leftovers() {
    return disposal.holdsStored();
  }

  boolean closed() {
    return closed;
  }

  // -- the keeper's ----------------------------------------------------------------------------

  /**
   * Takes the word of the last run's snapshot, finds all files that it does not know, removes what
   * is not sound, and makes the limit true.
   *
   * @return whether it has met all; else it is to be called again, unless this was closed
   */
  public boolean walk() {
    if (adoption.believe(snapshot)) {
      space.allFound();
    }
    int unmet = new DiskWalk(layout, files, adoption, index, disposal, locks).run(() -> closed);
    if (unmet > 0) {
      space.allFoundBut(unmet);
      return false;
    }
    walking = false;
    locks.passThroughAll();
    space.allFound();
    eviction.makeLimitTrue();
    changed = true;
    scrub.start();
    return true;
  }

  /** Writes what the index knows, if that has changed since it was last written. */
  public void writeSnapshot() {
    if (walking || !changed || !health.working()) {
      return;
    }
    changed = false;
    writeSnapshot(false);
  }

  private void writeSnapshot(boolean complete) {
    Path temporary = layout.newTemporary();
    try {
      snapshot.write(index, temporary, complete);
    } catch (IOException e) {
      changed = true;
      health.failed("writing the snapshot of the index", e);
      disposal.temporary(temporary, 0);
    }
  }

  public boolean walked() {
    return !walking;
  }

  /** Tries whether a disk that failed takes writes again, and to delete what it kept. */
  public void probe() {
    if (closed) {
      return;
    }
    if (!health.working() && health.probe(files, layout.newTemporary(), disposal)) {
      eviction.dropSome();
    }
    disposal.tryAgain();
  }

  public int size() {
    return index.size();
  }

  /** Bytes taken, in whole blocks, files being written included. */
  public long bytes() {
    return space.taken();
  }

  Path path(FileName name) {
    return layout.file(name);
  }

  /** From now on nothing changes. */
  public void stop() {
    closed = true;
    open.close();
    scrub.close();
    locks.passThroughAll();
  }

  /** Writes down what is known. */
  @Override
  public void close() {
    stop();
    if (!walking && health.working()) {
      writeSnapshot(true);
    }
  }
}
