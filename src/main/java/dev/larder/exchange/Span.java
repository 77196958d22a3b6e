package dev.larder.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A stretch of an array of bytes, or none. Used again, so that it makes no garbage. */
public final class Span {
  private byte[] bytes = new byte[0];
  private int from;
  private int to = -1;

  /** From an index up to before another. */
  public void set(byte[] in, int begin, int end) {
    bytes = in;
    from = begin;
    to = end;
  }

  /** As another is that lies in other bytes, at a distance. */
  void set(Span other, byte[] in, int distance) {
    if (other.isPresent()) {
      set(in, other.from + distance, other.to + distance);
    } else {
      clear();
    }
  }

  public void clear() {
    to = -1;
    from = 0;
  }

  public boolean isPresent() {
    return to >= 0;
  }

  /** The number of bytes; 0 when there is none. */
  public int length() {
    return Math.max(0, to - from);
  }

  public byte[] bytes() {
    return bytes;
  }

  public int from() {
    return from;
  }

  public int to() {
    return to;
  }

  public boolean is(byte[] other) {
    return isPresent() && Arrays.equals(bytes, from, to, other, 0, other.length);
  }

  /** Whether it is this ASCII text, which has its letters in lower case, in any letter case. */
  public boolean isIgnoringCase(String lower) {
    if (length() != lower.length()) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      int b = bytes[from + i];
      if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A number that equal bytes have in common. */
  public int hash() {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  /** As text, one character a byte; empty when there is none. */
  @Override
  public String toString() {
    return new String(bytes, from, length(), StandardCharsets.ISO_8859_1);
  }
}
