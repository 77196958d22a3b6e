package dev.larder.variant;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Makes deltas: content coded against a dictionary that the client has, as {@code dcb} (RFC 9842
 * §4). Each is decoded once and compared before anybody gets it, since a page whose script came out
 * wrong is broken and nobody asks for it again.
 */
final class DeltaMaker {
  private static final byte[] MAGIC = {(byte) 0xff, 'D', 'C', 'B'};

  private final ExecutorService coders;
  private final Semaphore places;

  /**
   * @param places deltas that may be made at once: each holds several times its dictionary
   */
  DeltaMaker(ExecutorService coders, Semaphore places) {
    this.coders = coders;
    this.places = places;
  }

  /**
   * Makes one, in steps, and waits for it.
   *
   * @param reading brings what it is made of into memory, when there is a place for it
   * @return null when no place is free
   * @throws IOException when that cannot be read
   * @throws CodingFailed when it cannot be made, or is not what it should be
   */
  @Nullable ByteBuffer make(DeltaContents.Reading reading, int quality) throws IOException {
    if (!places.tryAcquire()) {
      return null;
    }
    DeltaContents contents;
    try {
      contents = reading.read();
    } catch (IOException | RuntimeException | Error unreadable) {
      places.release();
      throw unreadable;
    }
    return make(contents, quality);
  }

  private ByteBuffer make(DeltaContents contents, int quality) {
    byte[] sha256 = Base64.getUrlDecoder().decode(contents.sha256());
    try (Steps<DeltaWork> steps =
        new Steps<>(coders, () -> new DeltaWork(contents.dictionary(), quality), places::release)) {
      EncodedBytes encoded = new EncodedBytes();
      encoded.add(MAGIC, MAGIC.length);
      encoded.add(sha256, sha256.length);
      encode(steps, contents.content().duplicate(), encoded);
      ByteBuffer delta = encoded.view();
      ByteBuffer coded = delta.slice(MAGIC.length + sha256.length, coded(delta, sha256));
      verify(steps, coded, contents.content());
      return delta;
    }
  }

  private static int coded(ByteBuffer delta, byte[] sha256) {
    return delta.remaining() - MAGIC.length - sha256.length;
  }

  private static void encode(Steps<DeltaWork> steps, ByteBuffer content, EncodedBytes into) {
    byte[] chunk = new byte[SteppedEncoder.CHUNK];
    do {
      int length = Math.min(chunk.length, content.remaining());
      content.get(chunk, 0, length);
      boolean last = !content.hasRemaining();
      steps.take(work -> {
        work.encode(chunk, length, last, into);
        return true;
      });
    } while (content.hasRemaining());
  }

  private static void verify(Steps<DeltaWork> steps, ByteBuffer coded, ByteBuffer content) {
    ByteBuffer expected = content.duplicate();
    boolean[] more = {true};
    while (more[0]) {
      steps.take(work -> {
        more[0] = work.verify(coded, expected);
        return more[0];
      });
    }
  }
}
