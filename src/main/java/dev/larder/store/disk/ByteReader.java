package dev.larder.store.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Takes apart what {@link ByteWriter} made. */
final class ByteReader {
  private final ByteBuffer bytes;

  ByteReader(ByteBuffer bytes) {
    this.bytes = bytes.slice();
  }

  int int32() throws DamagedFileException {
    need(Integer.BYTES);
    return bytes.getInt();
  }

  long int64() throws DamagedFileException {
    need(Long.BYTES);
    return bytes.getLong();
  }

  String text() throws DamagedFileException {
    int length = int32();
    need(length);
    byte[] utf8 = new byte[length];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private void need(int length) throws DamagedFileException {
    if (length < 0 || length > bytes.remaining()) {
      throw new DamagedFileException("a value goes beyond the end of its block");
    }
  }
}
