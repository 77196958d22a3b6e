package dev.larder.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A head that outgrew its slot, in a file of its own beside the stored response's. */
final class Sidecar {
  private static final long MAGIC = 0x4c61_7264_4865_6164L;
  private static final int PREFIX = 2 * Long.BYTES;
  private static final long LARGEST = 1 << 24;

  private Sidecar() {}

  static ByteBuffer encode(long serial, HeadSlot slot) {
    ByteBuffer body = slot.encode();
    return ByteBuffer.allocate(PREFIX + body.remaining())
        .putLong(MAGIC)
        .putLong(serial)
        .put(body)
        .flip();
  }

  /**
   * The head in that sidecar if it belongs to that file, else null. It may be newer than the file
   * knows: it was replaced, and then something cut the change short.
   */
  static @Nullable HeadSlot read(DiskFiles files, Path path, long serial, long sequence)
      throws IOException {
    if (!Files.exists(path)) {
      return null;
    }
    ByteBuffer bytes;
    try (FileChannel file = files.openToRead(path)) {
      long size = file.size();
      if (size < PREFIX || size > LARGEST) {
        return null;
      }
      bytes = ByteBuffer.allocate((int) size);
      files.read(file, bytes, 0);
    } catch (NoSuchFileException goneMeanwhile) {
      return null;
    }
    bytes.flip();
    if (bytes.getLong() != MAGIC || bytes.getLong() != serial) {
      return null;
    }
    HeadSlot slot = HeadSlot.decode(bytes);
    return slot != null && slot.sequence() >= sequence && slot.payload() != null ? slot : null;
  }
}
