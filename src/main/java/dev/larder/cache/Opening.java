package dev.larder.cache;

import dev.larder.origin.OriginBody;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The content of an origin's answer of which the beginning was read before anybody was told of the
 * answer: what turns out to be unusable there can still be replaced by something better.
 */
final class Opening implements OriginBody {
  private final OriginBody body;
  private final ByteBuffer first;
  private final boolean whole;
  private boolean beyond;

  private Opening(OriginBody body, ByteBuffer first, boolean whole) {
    this.body = body;
    this.first = first;
    this.whole = whole;
  }

  /**
   * Reads so many bytes, or all there are.
   *
   * @throws IOException when it broke off before that; closing the body is the caller's
   */
  static Opening of(OriginBody body, int wanted) throws IOException {
    ByteBuffer first = ByteBuffer.allocate(wanted);
    int count = 0;
    while (count >= 0 && first.hasRemaining()) {
      count = body.read(first);
    }
    return new Opening(body, first.flip(), count < 0);
  }

  /** Begins again; false when more than the beginning was read. */
  boolean rewind() {
    first.position(0);
    return !beyond;
  }

  /** The beginning, to look at. */
  ByteBuffer first() {
    return first.asReadOnlyBuffer();
  }

  /** Whether the beginning is all there is. */
  boolean whole() {
    return whole;
  }

  @Override
  public long length() {
    return body.length();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!first.hasRemaining()) {
      beyond |= !whole;
      return whole ? -1 : body.read(into);
    }
    int count = Math.min(first.remaining(), into.remaining());
    into.put(first.slice(first.position(), count));
    first.position(first.position() + count);
    return count;
  }

  @Override
  public boolean provenWhole() {
    return !first.hasRemaining() && body.provenWhole();
  }

  @Override
  public void close() {
    body.close();
  }
}
