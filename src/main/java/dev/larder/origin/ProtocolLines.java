package dev.larder.origin;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one head or trailer section, one character for each octet, within a budget of
 * octets.
 *
 * <p>HttpCore's own {@code readLine} hands on a last line that the end of the connection cut off as
 * if it were whole: a head would pass without its end, and a chunk size {@code 0a} cut after its
 * first digit would pass for the last chunk. Here a line is what a line feed ends.
 */
final class ProtocolLines {
  private static final int USUAL_LENGTH = 80;

  private final SessionInputBuffer buffer;
  private final InputStream input;
  private final int longest;
  private int budget;

  /**
   * @param longest octets that one line may have
   * @param budget octets that all lines together may have
   */
  ProtocolLines(SessionInputBuffer buffer, InputStream input, int longest, int budget) {
    this.buffer = buffer;
    this.input = input;
    this.longest = longest;
    this.budget = budget;
  }

  /**
   * Waits for a whole line.
   *
   * @return it without its line feed, but with a carriage return before it; null when the
   *     connection ended before the line's first octet
   * @throws MalformedAnswerException when it is cut off or too long
   */
  @Nullable String next() throws IOException {
    StringBuilder line = new StringBuilder(USUAL_LENGTH);
    for (int octet = buffer.read(input); octet != '\n'; octet = buffer.read(input)) {
      if (octet < 0) {
        if (line.isEmpty()) {
          return null;
        }
        throw new MalformedAnswerException("the connection ended within a line");
      }
      if (line.length() >= longest || --budget < 0) {
        throw new MalformedAnswerException("a line, or all lines together, are too long");
      }
      line.append((char) octet);
    }
    return line.toString();
  }

  /** As {@link #next()}, but the end of the connection is an error, and CRLF and LF both end it. */
  String nextField() throws IOException {
    String line = next();
    if (line == null) {
      throw new MalformedAnswerException("the connection ended before the end of the fields");
    }
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
