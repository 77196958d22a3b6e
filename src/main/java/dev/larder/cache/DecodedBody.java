package dev.larder.cache;

import dev.larder.http.ContentCoding;
import dev.larder.origin.OriginBody;
import dev.larder.variant.Decoder;
import dev.larder.variant.MalformedContentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The content of an origin's answer without the coding that it came in. The coded bytes can be kept
 * beside it, as they pass.
 */
final class DecodedBody implements OriginBody {
  /** Small, so that the beginning of an answer can still be sent on as it came. */
  private static final int CODED_BYTES = 4 * 1024;

  /** What is read before anybody wants a copy: enough to recognise the content. */
  private static final int MOST_HELD = 2 * CODED_BYTES;

  /** How far the coded bytes may be ahead of what they mean; a copy of more is no use. */
  private static final long MOST_AHEAD = 1 << 20;

  private final OriginBody coded;
  private final Decoder decoder;
  private final ContentCoding coding;
  private final ByteBuffer waiting = ByteBuffer.allocate(CODED_BYTES).flip();
  private @Nullable ByteBuffer held = ByteBuffer.allocate(MOST_HELD);
  private @Nullable Copy copy;
  private long codedBytes;
  private long decodedBytes;
  private boolean last;

  /** Takes coded bytes as they came. */
  interface Copy {
    void append(ByteBuffer coded);
  }

  DecodedBody(OriginBody coded, Decoder decoder, ContentCoding coding) {
    this.coded = coded;
    this.decoder = decoder;
    this.coding = coding;
  }

  /** What is taken off. */
  ContentCoding coding() {
    return coding;
  }

  /** Has the coded bytes copied, the first ones included if they are still here. */
  void copyTo(Copy wanted) {
    if (held != null) {
      wanted.append(held.flip());
      held = null;
      copy = wanted;
    }
  }

  /**
   * Whether the content is at its end and the copy, which has all of it, means the same to
   * everybody.
   */
  boolean isCopied() {
    return last && copy != null && decoder.wasOneStream();
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
        readCoded();
      }
      count = decoder.decode(waiting, last, into);
    }
    decodedBytes += Math.max(0, count);
    return count;
  }

  private void readCoded() throws IOException {
    last = coded.read(waiting.clear()) < 0;
    waiting.flip();
    codedBytes += waiting.remaining();
    if (codedBytes > decodedBytes + MOST_AHEAD) {
      copy = null;
    } else if (copy != null) {
      copy.append(waiting.duplicate());
    } else if (held != null && held.remaining() >= waiting.remaining()) {
      held.put(waiting.duplicate());
    } else {
      held = null;
    }
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
