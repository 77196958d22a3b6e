package dev.larder.variant;

import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;

/**
 * One stream through the workshop, backwards.
 *
 * <p>A few bytes can stand for as many as one likes. What comes out is held to a hundred times what
 * went in, beyond an allowance: text does not compress better, and who sends two megabytes that
 * mean two gigabytes means harm.
 */
final class SteppedDecoder implements Decoder {
  static final int CHUNK = 64 * 1024;

  private static final long ALLOWANCE = 16L << 20;
  private static final long MOST_PER_BYTE = 100;

  private final Steps<Decompressor> steps;
  private long bytesIn;
  private long bytesOut;
  private boolean ended;
  private int streams;

  SteppedDecoder(ExecutorService coders, Steps.Maker<Decompressor> maker, Runnable freed) {
    this.steps = new Steps<>(coders, maker, freed);
  }

  @Override
  public int decode(ByteBuffer coded, boolean last, ByteBuffer into)
      throws MalformedContentException {
    if (ended && !coded.hasRemaining()) {
      return last ? -1 : 0;
    }
    int before = coded.remaining();
    int from = into.position();
    // A step that is too long would hold up the other streams.
    ByteBuffer room = into.slice(from, Math.min(CHUNK, into.remaining()));
    step(coded, last, room);
    into.position(from + room.position());
    bytesIn += before - coded.remaining();
    bytesOut += room.position();
    if (bytesOut > ALLOWANCE + MOST_PER_BYTE * bytesIn) {
      throw new MalformedContentException(
          bytesIn + " bytes of content came to over " + bytesOut + " when they were decoded");
    }
    return room.position() == 0 && ended && last ? -1 : room.position();
  }

  private void step(ByteBuffer coded, boolean last, ByteBuffer room)
      throws MalformedContentException {
    try {
      steps.take(stream -> {
        stream.decode(coded, last, room);
        ended = stream.ended();
        streams = stream.streams();
        return true;
      });
    } catch (CodingFailed failed) {
      if (failed.getCause() instanceof MalformedContentException malformed) {
        throw malformed;
      }
      throw failed;
    }
  }

  @Override
  public boolean wasOneStream() {
    return ended && streams == 1;
  }

  @Override
  public void close() {
    steps.close();
  }
}
