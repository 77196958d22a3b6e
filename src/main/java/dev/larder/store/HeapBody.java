package dev.larder.store;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The beginning of a body, in memory. One thread appends; another may read what it knows to have
 * been appended, because bytes never change and a larger array holds the same ones.
 */
final class HeapBody {
  private volatile byte[] bytes;
  private int length;

  HeapBody(int expected) {
    this.bytes = new byte[expected];
  }

  int length() {
    return length;
  }

  void append(ByteBuffer from) {
    int end = length + from.remaining();
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
    }
    from.get(bytes, length, end - length);
    length = end;
  }

  int read(ByteBuffer into, long position, long most) {
    int count = (int) Math.min(into.remaining(), most);
    into.put(bytes, (int) position, count);
    return count;
  }

  /** All of it, in no more memory than it needs. */
  ByteBuffer whole() {
    byte[] all = bytes;
    byte[] exact = all.length == length ? all : Arrays.copyOf(all, length);
    return ByteBuffer.wrap(exact).asReadOnlyBuffer();
  }
}
