package dev.larder.cache;

import dev.larder.exchange.Content;
import dev.larder.exchange.Tail;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads content that has to be in memory as a whole. */
final class WholeContent {
  private WholeContent() {}

  /**
   * All bytes of a representation whose length is known.
   *
   * @throws IOException when they are not to be had
   */
  static ByteBuffer of(Representation representation) throws IOException {
    return beginning(representation, Math.toIntExact(representation.length()));
  }

  /**
   * The first so many bytes of a representation that has as many.
   *
   * @throws IOException when they are not to be had
   */
  static ByteBuffer beginning(Representation representation, int length) throws IOException {
    Content content = representation.open(0, length);
    if (content == null) {
      throw new EOFException("it is no longer stored");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try (Tail tail = ContentTail.of(content)) {
      int count = 0;
      while (count >= 0 && bytes.hasRemaining()) {
        count = tail.read(bytes);
      }
    }
    if (bytes.hasRemaining()) {
      throw new EOFException("it has " + bytes.position() + " bytes, not " + length);
    }
    return bytes.flip();
  }
}
