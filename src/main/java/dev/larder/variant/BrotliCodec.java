package dev.larder.variant;

import com.aayushatharva.brotli4j.encoder.EncoderJNI;
import com.aayushatharva.brotli4j.encoder.EncoderJNI.Operation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One brotli stream (RFC 7932). Drives the native encoder itself: the library's streams neither
 * flush at an offset of our choosing nor say which thread frees the native memory.
 */
final class BrotliCodec implements Codec {
  private static final int WINDOW_BITS = 22;

  /** The largest that every decoder must know: 16 MiB. */
  private static final int LARGEST_WINDOW_BITS = 24;

  private final EncoderJNI.Wrapper encoder;
  private final Operation between;
  private final @Nullable BrotliDictionary dictionary;

  private BrotliCodec(
      int quality,
      int windowBits,
      int chunkBytes,
      Operation between,
      @Nullable BrotliDictionary dictionary)
      throws IOException {
    this.encoder =
        new EncoderJNI.Wrapper(
            chunkBytes,
            quality,
            windowBits,
            com.aayushatharva.brotli4j.encoder.Encoder.Mode.GENERIC);
    this.between = between;
    this.dictionary = dictionary;
  }

  /**
   * A stream that is sent while it is made: each chunk is flushed.
   *
   * @param chunkBytes the largest chunk that will come
   * @throws IOException when the native encoder cannot be made, for want of memory
   */
  static BrotliCodec streaming(int quality, int chunkBytes) throws IOException {
    return new BrotliCodec(quality, WINDOW_BITS, chunkBytes, Operation.FLUSH, null);
  }

  /**
   * A stream that nobody waits for, and which is smaller for not being flushed.
   *
   * @param contentBytes how much will come
   */
  static BrotliCodec atRest(int quality, int chunkBytes, long contentBytes) throws IOException {
    int window = contentBytes > 1 << WINDOW_BITS ? LARGEST_WINDOW_BITS : WINDOW_BITS;
    return new BrotliCodec(quality, window, chunkBytes, Operation.PROCESS, null);
  }

  /**
   * The same against a dictionary, which it frees with itself.
   *
   * @throws IOException when that cannot be used
   */
  static BrotliCodec against(BrotliDictionary dictionary, int quality, int chunkBytes)
      throws IOException {
    BrotliCodec codec;
    try {
      codec = new BrotliCodec(quality, WINDOW_BITS, chunkBytes, Operation.PROCESS, dictionary);
    } catch (IOException | RuntimeException | Error impossible) {
      dictionary.free();
      throw impossible;
    }
    if (!codec.encoder.attachDictionary(dictionary.prepared())) {
      codec.free();
      throw new IOException("the brotli encoder takes no such dictionary");
    }
    return codec;
  }

  @Override
  public void encode(byte[] input, int length, EncodedBytes into) throws IOException {
    run(between, input, length, into);
  }

  @Override
  public void finish(byte[] input, int length, EncodedBytes into) throws IOException {
    run(Operation.FINISH, input, length, into);
    if (!encoder.isFinished()) {
      throw new IOException("the brotli encoder did not end its stream");
    }
  }

  /**
   * Output must be taken before the next push, and input that was not consumed at once is consumed
   * by pushes without new input.
   */
  private void run(Operation operation, byte[] input, int length, EncodedBytes into)
      throws IOException {
    encoder.getInputBuffer().clear().put(input, 0, length);
    encoder.push(operation, length);
    while (encoder.isSuccess()) {
      if (encoder.hasMoreOutput()) {
        into.add(encoder.pull());
      } else if (encoder.hasRemainingInput()) {
        encoder.push(operation, 0);
      } else {
        return;
      }
    }
    throw new IOException("the brotli encoder failed");
  }

  @Override
  public void free() {
    try {
      encoder.destroy();
    } finally {
      if (dictionary != null) {
        dictionary.free();
      }
    }
  }
}
