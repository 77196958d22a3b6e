package dev.larder.variant;

import java.nio.ByteBuffer;
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
   * @param sha256 of the dictionary
   * @return null when no place is free
   * @throws CodingFailed when it cannot be made, or is not what it should be
   */
  @Nullable ByteBuffer make(byte[] sha256, ByteBuffer dictionary, ByteBuffer content, int quality) {
    if (!places.tryAcquire()) {
      return null;
    }
    try (Steps<DeltaWork> steps =
        new Steps<>(coders, () -> new DeltaWork(dictionary, quality), places::release)) {
      EncodedBytes encoded = new EncodedBytes();
      encoded.add(MAGIC, MAGIC.length);
      encoded.add(sha256, sha256.length);
      encode(steps, content.duplicate(), encoded);
      ByteBuffer delta = encoded.view();
      verify(steps, delta.slice(MAGIC.length + sha256.length, coded(delta, sha256)), content);
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
