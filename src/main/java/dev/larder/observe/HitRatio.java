package dev.larder.observe;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How much of the traffic the store answers, since the start and lately. Counting takes no lock;
 * what is lately is right to five seconds.
 */
public final class HitRatio {
  private static final Duration SLICE = Duration.ofSeconds(5);
  private static final int SLICES = 60;

  private final InstantSource clock;
  private final Slice sinceStart = new Slice(0);
  private final AtomicReferenceArray<@Nullable Slice> slices = new AtomicReferenceArray<>(SLICES);

  public HitRatio(InstantSource clock) {
    this.clock = clock;
  }

  /** Requests and bytes, in all and of hits. */
  public record Counts(long requests, long hits, long bytes, long hitBytes) {

    /** NaN without requests. */
    public double byRequests() {
      return requests == 0 ? Double.NaN : (double) hits / requests;
    }

    /** NaN without bytes. */
    public double byBytes() {
      return bytes == 0 ? Double.NaN : (double) hitBytes / bytes;
    }
  }

  private static final class Slice {
    private final long period;
    private final LongAdder requests = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder hitBytes = new LongAdder();

    private Slice(long period) {
      this.period = period;
    }

    private void count(boolean hit, long size) {
      requests.increment();
      bytes.add(size);
      if (hit) {
        hits.increment();
        hitBytes.add(size);
      }
    }
  }

  /** Counts an answered request. */
  public void count(boolean hit, long bytes) {
    sinceStart.count(hit, bytes);
    slice(period()).count(hit, bytes);
  }

  private long period() {
    return clock.millis() / SLICE.toMillis();
  }

  private Slice slice(long period) {
    int at = (int) (period % SLICES);
    while (true) {
      Slice current = slices.get(at);
      if (current != null && current.period >= period) {
        return current;
      }
      slices.compareAndSet(at, current, new Slice(period));
    }
  }

  public Counts sinceStart() {
    return counts(new Slice[] {sinceStart});
  }

  /** Of the last five minutes. */
  public Counts lately() {
    long oldest = period() - SLICES;
    Slice[] recent = new Slice[SLICES];
    int count = 0;
    for (int i = 0; i < SLICES; i++) {
      Slice slice = slices.get(i);
      if (slice != null && slice.period > oldest) {
        recent[count++] = slice;
      }
    }
    return counts(Arrays.copyOf(recent, count));
  }

  private static Counts counts(Slice[] slices) {
    long requests = 0;
    long hits = 0;
    long bytes = 0;
    long hitBytes = 0;
    for (Slice slice : slices) {
      requests += slice.requests.sum();
      hits += slice.hits.sum();
      bytes += slice.bytes.sum();
      hitBytes += slice.hitBytes.sum();
    }
    return new Counts(requests, hits, bytes, hitBytes);
  }
}
