package dev.larder.variant;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The output of one call, in a buffer that grows and is used again for the next call. */
final class EncodedBytes {
  private static final int SMALLEST = 8 * 1024;

  private byte[] bytes = {};
  private int length;

  void clear() {
    length = 0;
  }

  void add(ByteBuffer more) {
    int count = more.remaining();
    more.get(room(count), length, count);
    length += count;
  }

  void add(byte[] more, int count) {
    System.arraycopy(more, 0, room(count), length, count);
    length += count;
  }

  private byte[] room(int count) {
    int needed = Math.addExact(length, count);
    if (needed > bytes.length) {
      long doubled = Math.min(Integer.MAX_VALUE - 8, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.max(Math.max(needed, SMALLEST), doubled));
    }
    return bytes;
  }

  /** What was added since the last {@link #clear()}; valid until the next addition. */
  ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, length).slice().asReadOnlyBuffer();
  }
}
