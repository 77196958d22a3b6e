package dev.larder.origin;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the chunked transfer coding (RFC 9112 §7.1) to the letter. HttpCore's decoder takes signs
 * and blanks in a chunk's size, and a size cut off after leading zeros for the last chunk; either
 * would let a truncated content pass for a whole one. Extensions and trailer fields are read past.
 */
final class ChunkedContent extends InputStream {
  private static final int LONGEST_LINE_OCTETS = 8 * 1024;
  private static final int MOST_TRAILER_OCTETS = 64 * 1024;

  private enum Place {
    SIZE,
    DATA,
    AFTER_DATA,
    END,
    BROKEN
  }

  private final SessionInputBuffer buffer;
  private final InputStream input;
  private Place place = Place.SIZE;
  private long remaining;

  ChunkedContent(SessionInputBuffer buffer, InputStream input) {
    this.buffer = buffer;
    this.input = input;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (place == Place.BROKEN) {
      throw new MalformedAnswerException("the chunked coding is broken");
    }
    Place sound = place;
    place = Place.BROKEN;
    if (sound != Place.DATA && sound != Place.END) {
      sound = nextChunk(sound);
    }
    int count = -1;
    if (sound == Place.DATA) {
      count = data(into, offset, (int) Math.min(length, remaining));
      remaining -= count;
      sound = remaining == 0 ? Place.AFTER_DATA : Place.DATA;
    }
    place = sound;
    return count;
  }

  private int data(byte[] into, int offset, int length) throws IOException {
    int count = buffer.read(into, offset, length, input);
    if (count < 0) {
      throw new MalformedAnswerException("the connection ended within a chunk");
    }
    return count;
  }

  private Place nextChunk(Place sound) throws IOException {
    if (sound == Place.AFTER_DATA && !line().isEmpty()) {
      throw new MalformedAnswerException("a chunk is longer than its size");
    }
    remaining = size(line());
    if (remaining > 0) {
      return Place.DATA;
    }
    ProtocolLines trailer =
        new ProtocolLines(buffer, input, LONGEST_LINE_OCTETS, MOST_TRAILER_OCTETS);
    while (!trailer.nextField().isEmpty()) {
      // A trailer field says nothing that a cache may merge unasked (RFC 9110 §6.5.1).
    }
    return Place.END;
  }

  /** One line of the coding, which only CRLF ends. */
  private String line() throws IOException {
    @Nullable String line =
        new ProtocolLines(buffer, input, LONGEST_LINE_OCTETS, LONGEST_LINE_OCTETS).next();
    if (line == null) {
      throw new MalformedAnswerException("the connection ended before the last chunk");
    }
    if (!line.endsWith("\r")) {
      throw new MalformedAnswerException("a line of the chunked coding does not end with CRLF");
    }
    return line.substring(0, line.length() - 1);
  }

  /** The size that begins a chunk's line; an extension after it is ignored (§7.1.1). */
  private static long size(String line) throws MalformedAnswerException {
    long size = 0;
    int digits = 0;
    while (digits < line.length() && Character.digit(line.charAt(digits), 16) >= 0) {
      if (size > Long.MAX_VALUE >> 4) {
        throw new MalformedAnswerException("a chunk's size is too large");
      }
      size = size << 4 | Character.digit(line.charAt(digits), 16);
      digits++;
    }
    String rest = line.substring(digits).strip();
    if (digits == 0 || !(rest.isEmpty() || rest.startsWith(";"))) {
      throw new MalformedAnswerException("a chunk's size is not a hexadecimal number");
    }
    return size;
  }

  /** Does nothing: HttpCore's streams read the rest of the content when they are closed. */
  @Override
  public void close() {}
}
