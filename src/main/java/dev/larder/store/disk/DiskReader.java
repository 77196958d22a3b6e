package dev.larder.store.disk;

import dev.larder.exchange.Lease;
import dev.larder.http.StoredHead;
import dev.larder.store.StoreObserver;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored files, and believes nothing that no checksum has confirmed. Takes no lock: a file
 * that was opened stays what it was, and its footer tells whether it is the one that the index
 * meant.
 *
 * <p>Every answer is null when the entry is gone, damaged (it is dropped then), or cannot be read.
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

  /** A head as read from disk, and which of its versions it is. */
  public record Head(StoredHead head, long sequence, long validatedEpoch) {}

  /** Reads an entry's head. */
  public @Nullable Head head(DiskEntry entry) {
    return reading(
        entry,
        file -> {
          FileHead head = FileHead.read(files, file, tier.path(entry));
          return new Head(head.head(), head.sequence(), head.validatedEpoch());
        });
  }

  /** Reads a whole body, verified. */
  public @Nullable ByteBuffer load(DiskEntry entry) {
    return reading(
        entry,
        file -> {
          ByteBuffer body = ByteBuffer.allocate((int) entry.length());
          verification.verify(file, entry.footer(), body);
          return body.flip().asReadOnlyBuffer();
        });
  }

  /** Lends the file, its body verified; null as with {@link #head}. */
  public @Nullable Lease lease(DiskEntry entry) {
    return reading(
        entry,
        file -> {
          DiskEntry.Mark now = verification.mark(tier.path(entry));
          if (!now.equals(entry.verified())) {
            verification.verify(file, entry.footer(), null);
            entry.verifiedAs(now);
          }
          return new FileLease(file);
        });
  }

  private interface Reading<T> {
    T from(FileChannel file) throws IOException;
  }

  private <T> @Nullable T reading(DiskEntry entry, Reading<T> reading) {
    if (!tier.holds(entry)) {
      return null;
    }
    FileChannel file = null;
    T result = null;
    try {
      file = files.openToRead(tier.path(entry));
      if (isOf(entry, file)) {
        result = reading.from(file);
      }
    } catch (DamagedFileException | EOFException e) {
      damaged(entry, e);
    } catch (NoSuchFileException e) {
      tier.dropIfHeld(entry);
    } catch (IOException e) {
      tier.failed("reading", e);
    }
    if (file != null && !(result instanceof Lease)) {
      new FileLease(file).close();
    }
    return result;
  }

  /** Whether the open file is the entry's, and not one that took its name since. */
  private boolean isOf(DiskEntry entry, FileChannel file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Footer.SIZE);
    long size = file.size();
    if (size < Footer.SIZE) {
      throw new DamagedFileException("it has only " + size + " bytes");
    }
    files.read(file, bytes, size - Footer.SIZE);
    Footer footer = Footer.decode(bytes.flip(), size);
    if (footer.equals(entry.footer())) {
      return true;
    }
    if (tier.holds(entry)) {
      throw new DamagedFileException("another file took its place");
    }
    return false;
  }

  private void damaged(DiskEntry entry, IOException e) {
    if (tier.dropIfHeld(entry)) {
      observer.damaged(entry.address(), String.valueOf(e.getMessage()));
    }
  }
}
