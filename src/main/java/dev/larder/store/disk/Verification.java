package dev.larder.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Holds a body against its block checksums. */
final class Verification {
  private final DiskFiles files;

  Verification(DiskFiles files) {
    this.files = files;
  }

  /** By which the file that bears that name is told to be unchanged. */
  DiskEntry.Mark mark(Path path) throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    return new DiskEntry.Mark(now.fileKey(), now.size(), now.lastModifiedTime());
  }

  /**
   * Reads a whole body, block by block.
   *
   * @param into where it goes too, or null when it is only to be verified
   * @throws DamagedFileException at the first block that is not what was written
   */
  void verify(FileChannel file, Footer footer, @Nullable ByteBuffer into) throws IOException {
    ByteBuffer checksums = checksums(file, footer);
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(footer.length(), BlockChecksums.BLOCK));
    for (long at = 0; at < footer.length(); at += BlockChecksums.BLOCK) {
      block.clear().limit((int) Math.min(footer.length() - at, BlockChecksums.BLOCK));
      files.read(file, block, at);
      block.flip();
      if (BlockChecksums.of(block) != checksums.getInt()) {
        throw new DamagedFileException("the checksum of its block at " + at + " is wrong");
      }
      if (into != null) {
        into.put(block);
      }
    }
  }

  private ByteBuffer checksums(FileChannel file, Footer footer) throws IOException {
    int length = (int) (footer.addressAt() - footer.length());
    ByteBuffer checksums = ByteBuffer.allocate(length);
    files.read(file, checksums, footer.length());
    checksums.flip();
    if (BlockChecksums.of(checksums) != footer.checksumsCrc()) {
      throw new DamagedFileException("the checksum of its block checksums is wrong");
    }
    return checksums;
  }
}
