package dev.larder.variant;

import java.io.IOException;

/**
 * The state of one compressed stream. Called on coder threads only, by one at a time, since every
 * method may enter native code.
 */
interface Codec extends Steps.Native {

  /**
   * Encodes a chunk. A codec for streams flushes then, so that what was put out decodes to all
   * input so far.
   */
  void encode(byte[] input, int length, EncodedBytes into) throws IOException;

  /** Encodes a last chunk, which may be empty, and ends the stream. */
  void finish(byte[] input, int length, EncodedBytes into) throws IOException;
}
