package dev.larder.observe;

import dev.larder.http.ContentCoding;
import dev.larder.variant.VariantObserver;
import java.util.List;

/** Counts variants made and declined. */
final class VariantMetrics implements VariantObserver {
  private final Counters made = new Counters(Metric.VARIANTS);
  private final Counters input = new Counters(Metric.VARIANT_INPUT);
  private final Counters output = new Counters(Metric.VARIANT_OUTPUT);
  private final Counters busy = new Counters(Metric.VARIANTS_BUSY);

  private final Counters cpu = new Counters(Metric.VARIANT_CPU, 1e-9);

  List<Family<?>> families() {
    return List.of(made, input, output, busy, cpu);
  }

  @Override
  public void encoded(ContentCoding coding, long bytesIn, long bytesOut) {
    made.of(coding.token()).increment();
    input.of(coding.token()).add(bytesIn);
    output.of(coding.token()).add(bytesOut);
  }

  @Override
  public void worked(boolean waited, long nanos) {
    cpu.of(waited ? "yes" : "no").add(nanos);
  }

  @Override
  public void busy(ContentCoding coding) {
    busy.of(coding.token()).increment();
  }
}
