package dev.larder.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** The body of an open file, held against its block checksums as far as somebody needs it. */
final class CheckedBody {
  private final DiskFiles files;
  private final FileChannel file;
  private final long length;
  private final ByteBuffer checksums;

  /**
   * Reads the checksums.
   *
   * @throws DamagedFileException when they are not what was written
   */
  CheckedBody(DiskFiles files, FileChannel file, Footer footer) throws IOException {
    this.files = files;
    this.file = file;
    this.length = footer.length();
    this.checksums = ByteBuffer.allocate((int) (footer.addressAt() - footer.length()));
    files.read(file, checksums, footer.length());
    if (BlockChecksums.of(checksums.flip()) != footer.checksumsCrc()) {
      throw new DamagedFileException("the checksum of its block checksums is wrong");
    }
  }

  /**
   * Reads the blocks in which the bytes from one position to another lie.
   *
   * @param into where they go too, or null when they are only to be verified
   * @return the end of the last of them
   * @throws DamagedFileException at the first block that is not what was written
   */
  long verify(long from, long to, @Nullable ByteBuffer into) throws IOException {
    long end = Math.min(to, length);
    long at = from - from % BlockChecksums.BLOCK;
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(length, BlockChecksums.BLOCK));
    while (at < end) {
      block.clear().limit((int) Math.min(length - at, BlockChecksums.BLOCK));
      files.read(file, block, at);
      int number = (int) (at / BlockChecksums.BLOCK);
      if (BlockChecksums.of(block.flip()) != checksums.getInt(number * Integer.BYTES)) {
        throw new DamagedFileException("the checksum of its block at " + at + " is wrong");
      }
      at += block.limit();
      if (into != null) {
        into.put(block);
      }
    }
    return Math.max(at, from);
  }
}
