package dev.larder.observe;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How much of what was asked came from the store: since the start, and within the last five
 * minutes.
 *
 * <p>Time is cut into slices of ten seconds, each with counters of its own, in a ring that holds
 * two more than the window needs. Whoever first counts in a new slice puts it in the place of the
 * oldest one by compare-and-set, so counting takes no lock. The window ends with the slice that has
 * just begun: it covers between 290 and 300 seconds.
 */
public final class HitRatio {
  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final long SLICE = Duration.ofSeconds(10).toNanos();
  private static final int SLICES = (int) (WINDOW.toNanos() / SLICE);
  private static final int RING = SLICES + 2;

  private final LongSupplier nanoTime;
  private final long start;
  private final Slice sinceStart = new Slice(0);
  private final AtomicReferenceArray<Slice> ring = new AtomicReferenceArray<>(RING);

  /**
   * Counts nothing yet.
   *
   * @param nanoTime a clock that never goes back, in nanoseconds since whenever
   */
  HitRatio(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    for (int i = 0; i < RING; i++) {
      ring.set(i, new Slice(-1));
    }
  }

  /** What was counted: requests, and bytes of the content that answered them. */
  public record Counts(long requests, long hits, long bytes, long hitBytes) {

    /** Hits among the requests; NaN when there were none. */
    public double byRequests() {
      return share(hits, requests);
    }

    /** Bytes of hits among the bytes; NaN when there were none. */
    public double byBytes() {
      return share(hitBytes, bytes);
    }

    private static double share(long part, long whole) {
      return whole == 0 ? Double.NaN : (double) part / whole;
    }
  }

  void count(boolean hit, long bytes) {
    sinceStart.count(hit, bytes);
    current().count(hit, bytes);
  }

  public Counts sinceStart() {
    return sinceStart.add(new Counts(0, 0, 0, 0));
  }

  /** Of the last five minutes. */
  public Counts lately() {
    long now = number();
    Counts sum = new Counts(0, 0, 0, 0);
    for (int i = 0; i < RING; i++) {
      Slice slice = ring.get(i);
      if (slice.number >= 0 && slice.number > now - SLICES && slice.number <= now) {
        sum = slice.add(sum);
      }
    }
    return sum;
  }

  private long number() {
    return (nanoTime.getAsLong() - start) / SLICE;
  }

  private Slice current() {
    long number = number();
    int place = (int) (number % RING);
    Slice found = ring.get(place);
    if (found.number >= number) {
      return found;
    }
    Slice fresh = new Slice(number);
    return ring.compareAndSet(place, found, fresh) ? fresh : ring.get(place);
  }

  private static final class Slice {
    private final long number;
    private final LongAdder requests = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder hitBytes = new LongAdder();

    Slice(long number) {
      this.number = number;
    }

    void count(boolean hit, long length) {
      requests.increment();
      bytes.add(length);
      if (hit) {
        hits.increment();
        hitBytes.add(length);
      }
    }

    /** Parts are read before wholes, so that no ratio exceeds 1 while others count. */
    Counts add(Counts sum) {
      long hitCount = hits.sum();
      long hitByteCount = hitBytes.sum();
      return new Counts(
          sum.requests() + requests.sum(),
          sum.hits() + hitCount,
          sum.bytes() + bytes.sum(),
          sum.hitBytes() + hitByteCount);
    }
  }
}
