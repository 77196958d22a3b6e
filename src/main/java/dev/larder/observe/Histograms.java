package dev.larder.observe;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;

/** The histograms of one metric. */
final class Histograms extends Family<DurationHistogram> {

  Histograms(Metric metric) {
    super(metric, DurationHistogram::new);
  }

  @Override
  public HistogramSnapshot collect() {
    HistogramSnapshot.Builder family =
        HistogramSnapshot.builder().name(metric().text()).help(metric().sentence());
    children()
        .forEach((labels, histogram) ->
            family.dataPoint(
                HistogramDataPointSnapshot.builder()
                    .labels(labels)
                    .sum(histogram.sumInSeconds())
                    .classicHistogramBuckets(
                        ClassicHistogramBuckets.of(
                            DurationHistogram.upperBoundsInSeconds(), histogram.counts()))
                    .build()));
    return family.build();
  }
}
