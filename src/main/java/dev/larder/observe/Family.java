package dev.larder.observe;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * The counters or histograms of one metric, one for each combination of label values.
 *
 * <p>They stand beside Micrometer's own, in the same registry, for the sake of I/O threads: nothing
 * here takes a lock, neither to count nor to begin a new combination, while Micrometer takes one
 * for both. Whoever counts often keeps what {@link #of} returned.
 *
 * @param <T> what counts
 */
abstract class Family<T> implements Collector {
  private final Metric metric;
  private final Supplier<T> fresh;
  private final NavigableMap<Labels, T> children = new ConcurrentSkipListMap<>();

  Family(Metric metric, Supplier<T> fresh) {
    this.metric = metric;
    this.fresh = fresh;
  }

  /** The one of these label values, in the order of {@link Metric#labels()}. */
  T of(String... values) {
    Labels labels = Labels.of(metric.labels().toArray(String[]::new), values);
    T known = children.get(labels);
    if (known != null) {
      return known;
    }
    T made = fresh.get();
    T other = children.putIfAbsent(labels, made);
    return other == null ? made : other;
  }

  Metric metric() {
    return metric;
  }

  NavigableMap<Labels, T> children() {
    return children;
  }
}
