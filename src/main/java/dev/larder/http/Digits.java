package dev.larder.http;

/** Numbers as fields write them: digits and nothing else (RFC 9110 §5.6, RFC 9111 §1.2.2). */
public final class Digits {
  /** Greater numbers count as this one, which is more than anything they measure. */
  public static final long MAX = 1L << 59;

  private Digits() {}

  /** The number, 0 to {@link #MAX}; -1 when the text is anything but digits. */
  public static long read(String text) {
    return read(text, 0, text.length());
  }

  /** The same of a stretch of text. */
  public static long read(String text, int from, int to) {
    if (from >= to) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = Math.min(MAX, number * 10 + (c - '0'));
    }
    return number;
  }
}
