package dev.larder.observe;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Lines of one thread that wait for another to write them. Bounded, and takes no lock. */
final class LogRing {
  private final byte[] bytes;
  private final AtomicLong put = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();

  LogRing(int capacity) {
    this.bytes = new byte[capacity];
  }

  /** Puts a line in; false when there is no room for it. */
  boolean put(byte[] line, int length) {
    long at = put.getPlain();
    if (at + length - taken.getAcquire() > bytes.length) {
      return false;
    }
    int from = (int) (at % bytes.length);
    int first = Math.min(length, bytes.length - from);
    System.arraycopy(line, 0, bytes, from, first);
    System.arraycopy(line, first, bytes, 0, length - first);
    // A full fence: whoever puts looks next whether the other one sleeps.
    put.set(at + length);
    return true;
  }

  /** Moves what is there; returns how many bytes. */
  int takeInto(ByteArrayOutputStream batch) {
    long at = taken.getPlain();
    int length = (int) (put.getAcquire() - at);
    int from = (int) (at % bytes.length);
    int first = Math.min(length, bytes.length - from);
    batch.write(bytes, from, first);
    batch.write(bytes, 0, length - first);
    taken.setRelease(at + length);
    return length;
  }

  boolean isEmpty() {
    return put.getAcquire() == taken.getAcquire();
  }

  /** Whether it is time to take something out. */
  boolean isHalfFull() {
    return put.getPlain() - taken.getAcquire() > bytes.length / 2;
  }
}
