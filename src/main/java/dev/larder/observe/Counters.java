package dev.larder.observe;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one metric. */
final class Counters extends Family<LongAdder> {
  private static final String SUFFIX = "_total";

  private final double unit;

  Counters(Metric metric) {
    this(metric, 1);
  }

  /**
   * Counters of a fraction of what the metric tells.
   *
   * @param unit what one of them is
   */
  Counters(Metric metric, double unit) {
    super(metric, LongAdder::new);
    this.unit = unit;
  }

  /** The text format adds the suffix of counters itself. */
  private String name() {
    String name = metric().text();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  @Override
  public CounterSnapshot collect() {
    CounterSnapshot.Builder family =
        CounterSnapshot.builder().name(name()).help(metric().sentence());
    children()
        .forEach((labels, count) ->
            family.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value(count.sum() * unit)
                    .build()));
    return family.build();
  }
}
