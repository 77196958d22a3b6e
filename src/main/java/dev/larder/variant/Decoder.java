package dev.larder.variant;

import java.nio.ByteBuffer;

/**
 * Decodes one representation, step by step, on the workshop's own threads while the caller waits.
 * For one caller at a time.
 */
public interface Decoder extends AutoCloseable {

  /**
   * Decodes until there is no more room or nothing left to decode.
   *
   * @param coded the next bytes of the representation; what was used is gone from it
   * @param last whether nothing follows them
   * @param into at least one byte of room
   * @return the number of bytes put into it, 0 when more coded bytes are needed, -1 at the end
   * @throws MalformedContentException when they are not in that coding, are cut short, go on after
   *     their end, or come to more than any honest content does
   */
  int decode(ByteBuffer coded, boolean last, ByteBuffer into) throws MalformedContentException;

  /**
   * Whether what came to its end was one stream. Several members of gzip mean their contents one
   * after the other (RFC 1952 §2.2), but browsers stop after the first.
   */
  boolean wasOneStream();

  /** Frees what it holds. Must be called; calling twice does no harm. */
  @Override
  void close();
}
