package dev.larder.variant;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;

/**
 * One stream through the workshop.
 *
 * <p>Input is gathered into chunks that end at fixed offsets of the representation: after the first
 * 16 KiB, then after each 64 KiB. Each chunk is one step and one flush. So a reader of a streamed
 * answer is never more than a chunk behind, and the output depends on the input alone: the codec
 * never sees how the caller cut it. The first chunk is short because a browser acts on the
 * beginning of a page or a style sheet.
 */
final class SteppedEncoder implements Encoder {
  private static final int FIRST_CHUNK = 16 * 1024;
  static final int CHUNK = 64 * 1024;

  /** Told of the stream's end. Called once each at most. */
  interface Ending {
    /** The representation was encoded to its end. */
    void finished(long bytesIn, long bytesOut);

    /** Whatever the stream held is free. */
    void freed();
  }

  private final Steps<Codec> steps;
  private final Ending ending;
  private final EncodedBytes encoded = new EncodedBytes();
  private byte[] chunk = new byte[FIRST_CHUNK];
  private int filled;
  private long bytesIn;
  private long bytesOut;

  SteppedEncoder(ExecutorService coders, Steps.Maker<Codec> maker, Ending ending) {
    this.steps = new Steps<>(coders, maker, ending::freed);
    this.ending = ending;
  }

  @Override
  public ByteBuffer encode(ByteBuffer bytes) {
    steps.requireOpen();
    encoded.clear();
    bytesIn += bytes.remaining();
    while (bytes.hasRemaining()) {
      int count = Math.min(bytes.remaining(), chunk.length - filled);
      bytes.get(chunk, filled, count);
      filled += count;
      if (filled == chunk.length) {
        steps.take(this::encodeChunk);
        chunk = chunk.length == CHUNK ? chunk : new byte[CHUNK];
        filled = 0;
      }
    }
    return output();
  }

  private boolean encodeChunk(Codec codec) throws IOException {
    codec.encode(chunk, filled, encoded);
    return true;
  }

  @Override
  public ByteBuffer finish() {
    steps.requireOpen();
    encoded.clear();
    steps.take(codec -> {
      codec.finish(chunk, filled, encoded);
      return false;
    });
    ByteBuffer output = output();
    ending.finished(bytesIn, bytesOut);
    return output;
  }

  private ByteBuffer output() {
    ByteBuffer output = encoded.view();
    bytesOut += output.remaining();
    return output;
  }

  @Override
  public void close() {
    steps.close();
  }
}
