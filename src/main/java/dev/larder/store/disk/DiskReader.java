package dev.larder.store.disk;

import dev.larder.exchange.Lease;
import dev.larder.http.StoredHead;
import dev.larder.store.Address;
import dev.larder.store.StoreObserver;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored files, and believes nothing that no checksum has confirmed. Takes no lock: a file
 * that was opened stays what it was, and its footer tells whether it is the one that the index
 * meant.
 *
 * <p>Every answer is null when the file is gone, damaged (it is dropped then), or cannot be read.
 */
public final class DiskReader {
  private static final long PART = 1024 * 1024;

  /** Smaller ones have their place in memory, from where they are sent as cheaply. */
  private static final long KEPT_FROM = 64 * 1024;

  private final DiskTier tier;
  private final DiskFiles files;
  private final OpenFiles open;
  private final Verification verification;
  private final StoreObserver observer;

  DiskReader(
      DiskTier tier,
      DiskFiles files,
      OpenFiles open,
      Verification verification,
      StoreObserver observer) {
    this.tier = tier;
    this.files = files;
    this.open = open;
    this.verification = verification;
    this.observer = observer;
  }

  /**
   * A file as it was read.
   *
   * @param sequence which version of its head it is
   * @param body verified; null when it was not wanted
   */
  public record Found(
      DiskEntry entry,
      StoredHead head,
      long sequence,
      long validatedEpoch,
      @Nullable ByteBuffer body) {}

  /**
   * Reads what lies at an address.
   *
   * @param wantsBody whether a body of a length is wanted too
   */
  public @Nullable Found read(Address address, LongPredicate wantsBody) {
    IndexRow row = tier.row(address);
    return row == null
        ? null
        : reading(
            address.key().canonical(),
            row.name(),
            row.serial(),
            file -> {
              FileHead head = FileHead.read(files, file, tier.path(row.name()));
              if (head.footer().serial() != row.serial() || !head.address().equals(address)) {
                throw new DamagedFileException("another file took its place");
              }
              DiskEntry entry = new DiskEntry(row.name(), head);
              ByteBuffer body =
                  wantsBody.test(entry.length()) ? verification.body(file, head.footer()) : null;
              return new Found(entry, head.head(), head.sequence(), head.validatedEpoch(), body);
            });
  }

  /**
   * Lends the file; null as with {@link #read}.
   *
   * @param offset from where on it will be read: the first bytes from there are verified already
   */
  public @Nullable Lease lease(DiskEntry entry, long offset) {
    OpenFile file = tier.holds(entry) ? used(entry) : null;
    if (file == null) {
      return null;
    }
    FileLease lease = leased(file, entry);
    try {
      lease.sound(offset);
      return lease;
    } catch (IOException told) {
      lease.close();
      return null;
    }
  }

  /**
   * Lends the file if it is open, unchanged, and was found sound there: what leaves the index is
   * not kept open. Never waits.
   *
   * @return null too when nothing of this is known
   */
  public @Nullable Lease leaseNow(DiskEntry entry, long offset) {
    OpenFile file = open.use(entry.name(), entry.footer().serial());
    if (file == null) {
      return null;
    }
    FileLease lease = leased(file, entry);
    if (lease.isSoundNow(offset)) {
      return lease;
    }
    lease.close();
    return null;
  }

  private FileLease leased(OpenFile file, DiskEntry entry) {
    return new FileLease(file, entry, verification, e -> trouble(entry, e));
  }

  /** The file as it is kept open, or opened anew. */
  private @Nullable OpenFile used(DiskEntry entry) {
    long serial = entry.footer().serial();
    try {
      // Before it is opened, or another file could come under this one's mark.
      DiskEntry.Mark mark = verification.mark(tier.path(entry.name()));
      OpenFile kept = open.use(entry.name(), serial);
      if (kept == null || kept.isAs(mark)) {
        return kept == null ? opened(entry, mark) : kept;
      }
      kept.leave();
      return opened(entry, mark);
    } catch (NoSuchFileException e) {
      tier.dropIfHeld(entry.name(), serial);
    } catch (IOException e) {
      tier.failed("looking at a file", e);
    }
    return null;
  }

  private @Nullable OpenFile opened(DiskEntry entry, DiskEntry.Mark mark) {
    long serial = entry.footer().serial();
    FileChannel channel = opened(entry.name(), serial);
    if (channel == null) {
      return null;
    }
    try {
      demandFooter(entry, channel);
    } catch (IOException e) {
      tier.closed(channel, null, 0);
      trouble(entry, e);
      return null;
    }
    boolean kept = entry.length() > KEPT_FROM;
    Path path = tier.path(entry.name());
    OpenFile file = new OpenFile(channel, path, serial, mark, kept, entry.length());
    if (kept) {
      open.keep(entry.name(), file);
      if (!tier.holds(entry)) {
        open.drop(entry.name());
      }
    }
    return file;
  }

  private void trouble(DiskEntry entry, IOException e) {
    trouble(entry.address().key().canonical(), entry.name(), entry.footer().serial(), e);
  }

  /** Told how long a part took; says whether to go on. */
  interface Pace {
    boolean goOn(long nanos);
  }

  /** Reads a whole file, part by part, and drops it if it is damaged. */
  void verify(FileName name, Pace pace) {
    IndexRow row = tier.row(name);
    if (row != null) {
      reading(name.toString(), name, row.serial(), file -> verified(file, row, pace));
    }
  }

  private boolean verified(FileChannel file, IndexRow row, Pace pace) throws IOException {
    Footer footer = FileHead.read(files, file, tier.path(row.name())).footer();
    if (footer.serial() != row.serial()) {
      throw new DamagedFileException("another file took its place");
    }
    CheckedBody body = verification.checked(file, footer);
    long at = 0;
    while (at < footer.length()) {
      long began = System.nanoTime();
      at = body.verify(at, at + PART, null);
      if (!pace.goOn(System.nanoTime() - began)) {
        return false;
      }
    }
    return true;
  }

  private void demandFooter(DiskEntry entry, FileChannel file) throws IOException {
    if (!Footer.isOf(files, file, entry.footer())) {
      throw new DamagedFileException("another file took its place");
    }
  }

  private interface Reading<T> {
    T from(FileChannel file) throws IOException;
  }

  private <T> @Nullable T reading(String which, FileName name, long serial, Reading<T> reading) {
    FileChannel file = tier.holds(name, serial) ? opened(name, serial) : null;
    if (file == null) {
      return null;
    }
    T result = null;
    try {
      result = reading.from(file);
    } catch (IOException e) {
      trouble(which, name, serial, e);
    } finally {
      tier.closed(file, null, 0);
    }
    return result;
  }

  private @Nullable FileChannel opened(FileName name, long serial) {
    try {
      return files.openToRead(tier.path(name));
    } catch (NoSuchFileException e) {
      tier.dropIfHeld(name, serial);
    } catch (IOException e) {
      tier.failed("opening", e);
    }
    return null;
  }

  /**
   * A file that cannot be read is dropped like one that is damaged: what one sector has lost would
   * be missing from each later answer too, and can be had from the origin.
   */
  private void trouble(String which, FileName name, long serial, IOException e) {
    if (!DiskFiles.spoilt(e)) {
      tier.failed("reading", e);
      return;
    }
    boolean wrong = e instanceof DamagedFileException || e instanceof EOFException;
    String how = wrong ? String.valueOf(e.getMessage()) : "it cannot be read: " + e.getMessage();
    // Unless it has left the index meanwhile: then another file may well bear its name.
    if (tier.dropIfHeld(name, serial)) {
      observer.damaged(which, how);
    }
  }
}
