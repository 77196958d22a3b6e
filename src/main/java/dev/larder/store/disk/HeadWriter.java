package dev.larder.store.disk;

import dev.larder.http.StoredHead;
import dev.larder.store.Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes heads: the first with the file's trailer, later ones into the slot whose turn it is. The
 * slot that is in force is never touched, so a cut at any byte leaves one that is whole.
 */
final class HeadWriter {
  private final DiskFiles files;

  HeadWriter(DiskFiles files) {
    this.files = files;
  }

  /** Writes all that follows a body, with which its file is complete. */
  FileHead newFile(Spool spool, Address address, StoredHead head, long generation, long epoch)
      throws IOException {
    ByteBuffer payload = ByteBuffer.wrap(HeadCodec.encode(head));
    ByteBuffer identity = ByteBuffer.wrap(AddressCodec.encode(address));
    ByteBuffer checksums = spool.checksums();
    Footer footer =
        new Footer(
            ThreadLocalRandom.current().nextLong(),
            spool.written(),
            generation,
            epoch,
            identity.remaining(),
            HeadSlot.sizeFor(payload.remaining()),
            BlockChecksums.of(checksums),
            BlockChecksums.of(identity));
    spool.reserve(footer.fileSize());
    ByteBuffer trailer = ByteBuffer.allocate((int) (footer.fileSize() - footer.length()));
    trailer.put(checksums).put(identity).put(new HeadSlot(0, epoch, payload).encode());
    trailer.position(trailer.capacity() - Footer.SIZE).put(footer.encode());
    spool.writeTrailer(trailer.flip());
    return new FileHead(footer, address, head, 0, epoch, false);
  }

  /** Which version was written, and what it takes beside the file, in whole blocks. */
  record Written(int sequence, long sidecarBytes) {}

  /** Writes the next version of a file's head. */
  Written replace(
      Path path, Path temporary, Footer footer, IndexRow row, StoredHead head, long validatedEpoch)
      throws IOException {
    long sequence = row.sequence() + 1L;
    HeadSlot whole =
        new HeadSlot(sequence, validatedEpoch, ByteBuffer.wrap(HeadCodec.encode(head)));
    boolean fits = whole.fits(footer.slotSize());
    long sidecarBytes = fits ? 0 : writeSidecar(path, temporary, footer.serial(), whole);
    HeadSlot slot = fits ? whole : new HeadSlot(sequence, validatedEpoch, null);
    try (FileChannel file = files.openToWrite(path)) {
      files.write(file, slot.encode(), footer.slotAt(sequence));
    }
    if (fits && row.sidecar()) {
      files.delete(FileName.sidecar(path));
    }
    return new Written(Math.toIntExact(sequence), sidecarBytes);
  }

  private long writeSidecar(Path path, Path temporary, long serial, HeadSlot slot)
      throws IOException {
    ByteBuffer bytes = Sidecar.encode(serial, slot);
    long rounded = SpaceLedger.rounded(bytes.remaining());
    try (FileChannel file = files.create(temporary)) {
      files.write(file, bytes, 0);
    }
    files.rename(temporary, FileName.sidecar(path));
    return rounded;
  }
}
