package dev.larder.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * The last 64 bytes of a stored file, from which all the rest is found. Its own last twelve bytes,
 * version and magic, mean the same in every version of the format.
 *
 * @param serial names this file among all that ever bore its name
 * @param length bytes of body; the body begins at 0
 * @param slotSize bytes of each of the two head slots
 * @param checksumsCrc CRC32C of the list of block checksums
 * @param addressCrc CRC32C of the identity block
 */
record Footer(
    long serial,
    long length,
    long generation,
    long epoch,
    int addressLength,
    int slotSize,
    int checksumsCrc,
    int addressCrc) {
  static final int SIZE = 64;
  static final int VERSION = 1;
  static final long MAGIC = 0x4c61_7264_6572_0d0aL;

  private static final int CRC_AT = 48;
  private static final int VERSION_AT = 52;
  private static final int LARGEST_PART = 1 << 24;

  long addressAt() {
    return length + BlockChecksums.bytesFor(length);
  }

  /** Where the head of a sequence number lies: they take turns. */
  long slotAt(long sequence) {
    return addressAt() + addressLength + (sequence & 1) * slotSize;
  }

  long fileSize() {
    return addressAt() + addressLength + 2L * slotSize + SIZE;
  }

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE);
    bytes.putLong(serial).putLong(length).putLong(generation).putLong(epoch);
    bytes.putInt(addressLength).putInt(slotSize).putInt(checksumsCrc).putInt(addressCrc);
    bytes.putInt(0).putInt(VERSION).putLong(MAGIC);
    return bytes.putInt(CRC_AT, crc(bytes)).flip();
  }

  /**
   * Whether an open file ends with that very footer.
   *
   * @throws DamagedFileException when it ends with none
   */
  static boolean isOf(DiskFiles files, FileChannel file, Footer footer) throws IOException {
    long size = file.size();
    if (size < SIZE) {
      throw new DamagedFileException("it has only " + size + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate(SIZE);
    files.read(file, bytes, size - SIZE);
    return decode(bytes.flip(), size).equals(footer);
  }

  /**
   * Reads a footer.
   *
   * @param bytes exactly {@link #SIZE} remaining
   * @param fileSize of the file that ends with them
   */
  static Footer decode(ByteBuffer bytes, long fileSize) throws DamagedFileException {
    ByteBuffer all = bytes.slice();
    if (all.getLong(SIZE - Long.BYTES) != MAGIC) {
      throw new DamagedFileException("it does not end as a file of the store does");
    }
    int version = all.getInt(VERSION_AT);
    if (version != VERSION) {
      throw new DamagedFileException("it has format version " + version + ", not " + VERSION);
    }
    if (all.getInt(CRC_AT) != crc(all)) {
      throw new DamagedFileException("the checksum of its footer is wrong");
    }
    Footer footer =
        new Footer(
            all.getLong(),
            all.getLong(),
            all.getLong(),
            all.getLong(),
            all.getInt(),
            all.getInt(),
            all.getInt(),
            all.getInt());
    footer.check(fileSize);
    return footer;
  }

  private void check(long fileSize) throws DamagedFileException {
    boolean sound =
        length >= 0
            && addressLength >= 0
            && addressLength <= LARGEST_PART
            && slotSize >= HeadSlot.OVERHEAD
            && slotSize <= LARGEST_PART
            && fileSize() == fileSize;
    if (!sound) {
      throw new DamagedFileException("it has " + fileSize + " bytes, not " + fileSize());
    }
  }

  private static int crc(ByteBuffer footer) {
    CRC32C crc = new CRC32C();
    crc.update(footer.slice(0, CRC_AT));
    crc.update(footer.slice(VERSION_AT, SIZE - VERSION_AT));
    return (int) crc.getValue();
  }
}
