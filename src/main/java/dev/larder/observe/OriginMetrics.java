package dev.larder.observe;

import dev.larder.origin.Fetched;
import dev.larder.origin.OriginObserver;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Counts fetches. Origins come from the configuration alone, so there are few. */
final class OriginMetrics implements OriginObserver {
  private final Histograms latency = new Histograms(Metric.ORIGIN_LATENCY);
  private final Counters failures = new Counters(Metric.ORIGIN_FAILURES);
  private final Counters bytes = new Counters(Metric.ORIGIN_BYTES);

  List<Family<?>> families() {
    return List.of(latency, failures, bytes);
  }

  @Override
  public void answered(String origin, int status, Duration untilHead) {
    latency.of(origin, status / 100 + "xx").count(untilHead);
  }

  @Override
  public void failed(String origin, Fetched.Failure failure) {
    failures.of(origin, failure.name().toLowerCase(Locale.ROOT)).increment();
  }

  @Override
  public void received(String origin, long length) {
    bytes.of(origin).add(length);
  }
}
