package dev.larder.variant;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The state of one stream that is being decompressed. Called on coder threads only, by one at a
 * time, since every method may enter native code.
 */
interface Decompressor extends Steps.Native {

  /**
   * Decodes until there is no more room, nothing left to decode, or the stream has ended.
   *
   * @param last whether nothing follows the input
   * @throws MalformedContentException when it cannot be decoded
   */
  void decode(ByteBuffer input, boolean last, ByteBuffer into) throws IOException;

  /** Whether the stream came to its end. */
  boolean ended();

  /** How many streams came to their end, one after the other. */
  int streams();
}
