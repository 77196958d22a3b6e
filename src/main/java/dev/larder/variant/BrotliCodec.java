package dev.larder.variant;

import com.aayushatharva.brotli4j.encoder.EncoderJNI;
import com.aayushatharva.brotli4j.encoder.EncoderJNI.Operation;
import java.io.IOException;

/**
 * One brotli stream (RFC 7932). Drives the native encoder itself: the library's streams neither
 * flush at an offset of our choosing nor say which thread frees the native memory.
 */
final class BrotliCodec implements Codec {
  private static final int WINDOW_BITS = 22;

  private final EncoderJNI.Wrapper encoder;

  /**
   * @param chunkBytes the largest chunk that will come
   * @throws IOException when the native encoder cannot be made, for want of memory
   */
  BrotliCodec(int quality, int chunkBytes) throws IOException {
    this.encoder =
        new EncoderJNI.Wrapper(
            chunkBytes,
            quality,
            WINDOW_BITS,
            com.aayushatharva.brotli4j.encoder.Encoder.Mode.GENERIC);
  }

  @Override
  public void flush(byte[] input, int length, EncodedBytes into) throws IOException {
    run(Operation.FLUSH, input, length, into);
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
    encoder.destroy();
  }
}
