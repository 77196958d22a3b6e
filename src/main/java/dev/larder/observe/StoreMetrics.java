package dev.larder.observe;

import dev.larder.store.Address;
import dev.larder.store.StoreObserver;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts what happens inside the store; all counters are there from the start. */
final class StoreMetrics implements StoreObserver {
  private final Counters evictions = new Counters(Metric.STORE_EVICTIONS);
  private final Counters evictedBytes = new Counters(Metric.STORE_EVICTED_BYTES);
  private final Counters damaged = new Counters(Metric.STORE_DAMAGED);
  private final Counters diskFailures = new Counters(Metric.DISK_FAILURES);
  private final Counters notKept = new Counters(Metric.STORE_NOT_KEPT);
  private final Counters leftBehind = new Counters(Metric.READERS_LEFT_BEHIND);

  StoreMetrics() {
    Stream.of(evictions, evictedBytes, damaged, diskFailures, notKept, leftBehind)
        .forEach(Counters::of);
  }

  List<Family<LongAdder>> families() {
    return List.of(evictions, evictedBytes, damaged, diskFailures, notKept, leftBehind);
  }

  @Override
  public void evicted(long bytes) {
    evictions.of().increment();
    evictedBytes.of().add(bytes);
  }

  @Override
  public void damaged(String which, String what) {
    damaged.of().increment();
  }

  @Override
  public void diskFailed(String what) {
    diskFailures.of().increment();
  }

  @Override
  public void notKept(Address address, String why) {
    notKept.of().increment();
  }

  @Override
  public void readerLeftBehind() {
    leftBehind.of().increment();
  }
}
