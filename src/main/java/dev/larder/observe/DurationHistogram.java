package dev.larder.observe;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** Counts durations by size. Its bounds run from a hit in memory to an origin that times out. */
final class DurationHistogram {
  private static final double[] BOUNDS = {
    0.0001,
    0.00025,
    0.0005,
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1,
    2.5,
    5,
    10,
    30,
    Double.POSITIVE_INFINITY
  };
  private static final long[] NANOS =
      Arrays.stream(BOUNDS).mapToLong(bound -> Math.round(bound * 1e9)).toArray();

  private final LongAdder[] counts = new LongAdder[BOUNDS.length];
  private final LongAdder nanos = new LongAdder();

  DurationHistogram() {
    Arrays.setAll(counts, i -> new LongAdder());
  }

  /** Most durations are short, so the bounds are tried from below. */
  void count(Duration duration) {
    count(duration.toNanos());
  }

  /** The same of nanoseconds. */
  void count(long duration) {
    long length = Math.max(0, duration);
    int bucket = 0;
    while (length > NANOS[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    nanos.add(length);
  }

  static double[] upperBoundsInSeconds() {
    return BOUNDS.clone();
  }

  /** How many were above the bound below and not above this one; in the order of the bounds. */
  long[] counts() {
    return Arrays.stream(counts).mapToLong(LongAdder::sum).toArray();
  }

  double sumInSeconds() {
    return nanos.sum() / 1e9;
  }
}
