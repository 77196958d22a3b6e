package dev.larder.cache;

import dev.larder.origin.OriginBody;
import dev.larder.variant.Decoder;
import dev.larder.variant.MalformedContentException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The content of an origin's answer without the coding that it came in. */
final class DecodedBody implements OriginBody {
  /** Small, so that the beginning of an answer can still be sent on as it came. */
  private static final int CODED_BYTES = 4 * 1024;

  private final OriginBody coded;
  private final Decoder decoder;
  private final ByteBuffer waiting = ByteBuffer.allocate(CODED_BYTES).flip();
  private boolean last;

  DecodedBody(OriginBody coded, Decoder decoder) {
    this.coded = coded;
    this.decoder = decoder;
  }

  @Override
  public long length() {
    return -1;
  }

  /**
   * As ever.
   *
   * @throws MalformedContentException when the content is not in its coding
   */
  @Override
  public int read(ByteBuffer into) throws IOException {
    int count = decoder.decode(waiting, last, into);
    while (count == 0) {
      if (!waiting.hasRemaining() && !last) {
        last = coded.read(waiting.clear()) < 0;
        waiting.flip();
      }
      count = decoder.decode(waiting, last, into);
    }
    return count;
  }

  @Override
  public boolean provenWhole() {
    return coded.provenWhole();
  }

  @Override
  public void close() {
    decoder.close();
    coded.close();
  }
}
