package dev.larder.observe;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes times to the millisecond, most of which are of the same second as the one before. */
final class LogTime {
  private long second = Long.MIN_VALUE;
  private byte[] text = new byte[0];

  /** The time in quotes, as ISO 8601 has it; the bytes are used again for the next one. */
  byte[] of(long millis) {
    long of = Math.floorDiv(millis, 1000);
    if (of != second) {
      second = of;
      String whole = Instant.ofEpochSecond(of).toString();
      String quoted = '"' + whole.substring(0, whole.length() - 1) + ".000Z\"";
      text = quoted.getBytes(StandardCharsets.US_ASCII);
    }
    int part = (int) Math.floorMod(millis, 1000L);
    int at = text.length - "000Z\"".length();
    text[at] = (byte) ('0' + part / 100);
    text[at + 1] = (byte) ('0' + part / 10 % 10);
    text[at + 2] = (byte) ('0' + part % 10);
    return text;
  }
}
