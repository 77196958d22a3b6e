package dev.larder.http;

/**
 * A satisfiable range of bytes of a representation (RFC 9110 §14.1.2).
 *
 * @param first offset of the first byte
 * @param last offset of the last byte, included
 */
public record ByteRange(long first, long last) {
  public ByteRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("no bytes from " + first + " to " + last);
    }
  }

  public long length() {
    return last - first + 1;
  }

  /** The value of {@code Content-Range} for a representation of that many bytes. */
  public String contentRange(long complete) {
    return "bytes " + first + '-' + last + '/' + complete;
  }
}
