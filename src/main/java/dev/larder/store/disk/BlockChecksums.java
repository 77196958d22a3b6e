package dev.larder.store.disk;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C of each 64 KiB block of a body, computed as the body passes by. For one thread. */
final class BlockChecksums {
  static final int BLOCK = 64 * 1024;

  private final CRC32C open = new CRC32C();
  private int openLength;
  private ByteBuffer closed = ByteBuffer.allocate(16 * Integer.BYTES);

  /** How many bytes the checksums of a body of that length take. */
  static long bytesFor(long bodyLength) {
    return (bodyLength + BLOCK - 1) / BLOCK * Integer.BYTES;
  }

  static int of(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }

  void update(ByteBuffer bytes) {
    ByteBuffer rest = bytes.duplicate();
    int end = rest.limit();
    while (rest.position() < end) {
      int step = Math.min(BLOCK - openLength, end - rest.position());
      rest.limit(rest.position() + step);
      open.update(rest);
      openLength += step;
      if (openLength == BLOCK) {
        close();
      }
    }
  }

  /** The checksums, in order; that of the last block closes with this call. */
  ByteBuffer finish() {
    if (openLength > 0) {
      close();
    }
    return closed.duplicate().flip();
  }

  private void close() {
    if (!closed.hasRemaining()) {
      closed = ByteBuffer.allocate(2 * closed.capacity()).put(closed.flip());
    }
    closed.putInt((int) open.getValue());
    open.reset();
    openLength = 0;
  }
}
