package dev.larder.variant;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/**
 * The native side of one delta: brotli against a dictionary, and back again. Everything that it
 * holds outside of the heap, the copy of the dictionary included, is freed with it.
 */
final class DeltaWork implements Steps.Native {
  private final Arena arena = Arena.ofShared();
  private final ByteBuffer dictionary;
  private final ByteBuffer decoded = ByteBuffer.allocate(SteppedEncoder.CHUNK);
  private final BrotliCodec encoder;
  private final BrotliDecompressor decoder;

  /**
   * Indexes the dictionary.
   *
   * @throws IOException when there is no memory for it
   */
  DeltaWork(ByteBuffer dictionary, int quality) throws IOException {
    try {
      this.dictionary = arena.allocate(dictionary.remaining()).asByteBuffer();
      this.dictionary.put(dictionary.duplicate()).flip();
      this.decoder = BrotliDecompressor.against(this.dictionary, SteppedDecoder.CHUNK);
    } catch (IOException | RuntimeException | Error impossible) {
      arena.close();
      throw impossible;
    }
    try {
      this.encoder =
          BrotliCodec.against(new BrotliDictionary(this.dictionary), quality, SteppedEncoder.CHUNK);
    } catch (IOException | RuntimeException | Error impossible) {
      decoder.free();
      arena.close();
      throw impossible;
    }
  }

  void encode(byte[] chunk, int length, boolean last, EncodedBytes into) throws IOException {
    if (last) {
      encoder.finish(chunk, length, into);
    } else {
      encoder.encode(chunk, length, into);
    }
  }

  /**
   * Decodes a step further, and compares.
   *
   * @param coded all that was encoded; what was used is gone from it
   * @param expected the content; what was decoded is gone from it
   * @return whether more is to be decoded
   * @throws IOException when the content is not what comes out
   */
  boolean verify(ByteBuffer coded, ByteBuffer expected) throws IOException {
    decoder.decode(coded, true, decoded.clear());
    int length = decoded.flip().remaining();
    boolean same =
        length <= expected.remaining()
            && expected.slice(expected.position(), length).equals(decoded);
    if (!same || (length == 0 && expected.hasRemaining())) {
      throw new IOException("a delta does not decode to its content");
    }
    expected.position(expected.position() + length);
    return expected.hasRemaining() || !decoder.ended();
  }

  @Override
  public void free() {
    try {
      encoder.free();
    } finally {
      try {
        decoder.free();
      } finally {
        arena.close();
      }
    }
  }
}
