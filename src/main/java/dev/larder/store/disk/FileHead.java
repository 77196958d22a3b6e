package dev.larder.store.disk;

import dev.larder.http.StoredHead;
import dev.larder.store.Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a stored file says of itself, every checksum but the body's verified.
 *
 * @param sequence the newest version of the head that the file knows of
 * @param sidecar whether the head came from the sidecar
 */
record FileHead(
    Footer footer,
    Address address,
    StoredHead head,
    long sequence,
    long validatedEpoch,
    boolean sidecar) {
  private static final int USUAL = 4096;

  /**
   * Reads the end of an open file.
   *
   * @param path its name, beside which the sidecar would be
   * @throws DamagedFileException when it is not whole, not ours, or not of this version
   */
  static FileHead read(DiskFiles files, FileChannel file, Path path) throws IOException {
    long size = file.size();
    if (size < Footer.SIZE) {
      throw new DamagedFileException("it has only " + size + " bytes");
    }
    ByteBuffer end = last(files, file, size, (int) Math.min(size, USUAL));
    ByteBuffer footerBytes = end.slice(end.remaining() - Footer.SIZE, Footer.SIZE);
    Footer footer = Footer.decode(footerBytes, size);
    int wanted = (int) (size - footer.addressAt());
    if (wanted > end.remaining()) {
      end = last(files, file, size, wanted);
    }
    ByteBuffer trailer = end.slice(end.remaining() - wanted, wanted);
    return parse(files, footer, trailer, FileName.sidecar(path));
  }

  private static FileHead parse(DiskFiles files, Footer footer, ByteBuffer trailer, Path sidecar)
      throws IOException {
    ByteBuffer identity = trailer.slice(0, footer.addressLength());
    if (BlockChecksums.of(identity) != footer.addressCrc()) {
      throw new DamagedFileException("the checksum of its address is wrong");
    }
    Address address = AddressCodec.decode(identity);
    int slots = footer.addressLength();
    HeadSlot first = HeadSlot.decode(trailer.slice(slots, footer.slotSize()));
    HeadSlot second = HeadSlot.decode(trailer.slice(slots + footer.slotSize(), footer.slotSize()));
    HeadSlot newest = newer(first, second);
    if (newest == null) {
      throw new DamagedFileException("the checksums of both its heads are wrong");
    }
    HeadSlot readable =
        newest.payload() != null
            ? newest
            : Sidecar.read(files, sidecar, footer.serial(), newest.sequence());
    boolean aside = newest.payload() == null && readable != null;
    if (readable == null) {
      readable = newest.equals(first) ? second : first;
    }
    if (readable == null || readable.payload() == null) {
      throw new DamagedFileException("its head lies in a sidecar that is not there");
    }
    StoredHead head = HeadCodec.decode(readable.payload());
    long sequence = Math.max(newest.sequence(), readable.sequence());
    return new FileHead(footer, address, head, sequence, readable.validatedEpoch(), aside);
  }

  private static @Nullable HeadSlot newer(@Nullable HeadSlot one, @Nullable HeadSlot other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.sequence() > other.sequence() ? one : other;
  }

  private static ByteBuffer last(DiskFiles files, FileChannel file, long size, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    files.read(file, bytes, size - length);
    return bytes.flip();
  }
}
