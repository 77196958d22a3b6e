package dev.larder.store;

import java.nio.ByteBuffer;

/**
 * The newest bytes of content that is nowhere at rest, by their offsets in that content. Old ones
 * make room for new ones when they are released. Not safe for several threads by itself.
 */
final class Ring {
  private final byte[] bytes;
  private long start;
  private long end;

  /**
   * An empty ring.
   *
   * @param at offset of the first byte to come
   */
  Ring(int capacity, long at) {
    this.bytes = new byte[capacity];
    this.start = at;
    this.end = at;
  }

  /** Offset of the oldest byte held. */
  long start() {
    return start;
  }

  int capacity() {
    return bytes.length;
  }

  /** Takes as many of the buffer's bytes as there is room for, and says how many. */
  int put(ByteBuffer from) {
    int taken = (int) Math.min(from.remaining(), bytes.length - (end - start));
    int at = (int) (end % bytes.length);
    int first = Math.min(taken, bytes.length - at);
    from.get(bytes, at, first);
    from.get(bytes, 0, taken - first);
    end += taken;
    return taken;
  }

  /** Forgets what lies before an offset. */
  void release(long upTo) {
    start = Math.clamp(upTo, start, end);
  }

  /**
   * Copies bytes from an offset on that must be held.
   *
   * @return how many
   */
  int get(long position, ByteBuffer into, long most) {
    int length = (int) Math.min(Math.min(end - position, into.remaining()), most);
    int at = (int) (position % bytes.length);
    int first = Math.min(length, bytes.length - at);
    into.put(bytes, at, first);
    into.put(bytes, 0, length - first);
    return length;
  }
}
