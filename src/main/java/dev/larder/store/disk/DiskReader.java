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
  private final DiskTier tier;
  private final DiskFiles files;
  private final Verification verification;
  private final StoreObserver observer;

  DiskReader(DiskTier tier, DiskFiles files, Verification verification, StoreObserver observer) {
    this.tier = tier;
    this.files = files;
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
            address,
            row.name(),
            row.serial(),
            file -> {
              FileHead head = FileHead.read(files, file, tier.path(row.name()));
              if (head.footer().serial() != row.serial() || !head.address().equals(address)) {
                throw new DamagedFileException("another file took its place");
              }
              DiskEntry entry = new DiskEntry(row.name(), head);
              ByteBuffer body = wantsBody.test(entry.length()) ? body(file, entry.footer()) : null;
              return new Found(entry, head.head(), head.sequence(), head.validatedEpoch(), body);
            });
  }

  private ByteBuffer body(FileChannel file, Footer footer) throws IOException {
    ByteBuffer body = ByteBuffer.allocate(Math.toIntExact(footer.length()));
    verification.verify(file, footer, body);
    return body.flip().asReadOnlyBuffer();
  }

  /** Lends the file, its body verified; null as with {@link #read}. */
  public @Nullable Lease lease(DiskEntry entry) {
    return reading(
        entry.address(),
        entry.name(),
        entry.footer().serial(),
        file -> {
          demandFooter(entry, file);
          verification.demandSound(entry, file, tier.path(entry.name()));
          return new FileLease(file);
        });
  }

  private void demandFooter(DiskEntry entry, FileChannel file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Footer.SIZE);
    long size = file.size();
    if (size < Footer.SIZE) {
      throw new DamagedFileException("it has only " + size + " bytes");
    }
    files.read(file, bytes, size - Footer.SIZE);
    if (!Footer.decode(bytes.flip(), size).equals(entry.footer())) {
      throw new DamagedFileException("another file took its place");
    }
  }

  private interface Reading<T> {
    T from(FileChannel file) throws IOException;
  }

  private <T> @Nullable T reading(Address address, FileName name, long serial, Reading<T> reading) {
    if (!tier.holds(name, serial)) {
      return null;
    }
    FileChannel file = null;
    T result = null;
    try {
      file = files.openToRead(tier.path(name));
      result = reading.from(file);
    } catch (DamagedFileException | EOFException e) {
      // Unless it has left the index meanwhile: then another file may well bear its name.
      if (tier.dropIfHeld(name, serial)) {
        observer.damaged(address.key().canonical(), String.valueOf(e.getMessage()));
      }
    } catch (NoSuchFileException e) {
      tier.dropIfHeld(name, serial);
    } catch (IOException e) {
      tier.failed("reading", e);
    }
    if (file != null && !(result instanceof Lease)) {
      new FileLease(file).close();
    }
    return result;
  }
}
