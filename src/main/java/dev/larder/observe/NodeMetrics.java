package dev.larder.observe;

import dev.larder.cache.CacheObserver;
import dev.larder.exchange.ExchangeObserver;
import dev.larder.origin.OriginObserver;
import dev.larder.store.StoreObserver;
import dev.larder.store.StoreStats;
import dev.larder.variant.VariantObserver;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * All that is counted in a node. The parts are handed the observers; what has to be asked is
 * watched once it is there, since the store wants its observer first.
 */
public final class NodeMetrics implements AutoCloseable {
  private final HitRatio ratio;
  private final RequestMetrics exchanges;
  private final StoreMetrics store = new StoreMetrics();
  private final OriginMetrics origins = new OriginMetrics();
  private final VariantMetrics variants = new VariantMetrics();
  private final CacheMetrics cache = new CacheMetrics();
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final PrometheusRegistry families = new PrometheusRegistry();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, families, Clock.SYSTEM);

  public NodeMetrics() {
    this(System::nanoTime);
  }

  /**
   * The metrics of a node that starts now.
   *
   * @param nanoTime a clock that never goes back, in nanoseconds since whenever
   */
  NodeMetrics(LongSupplier nanoTime) {
    this.ratio = new HitRatio(nanoTime);
    this.exchanges = new RequestMetrics(ratio);
    Stream.of(
            exchanges.families(),
            store.families(),
            origins.families(),
            variants.families(),
            cache.families())
        .forEach(part -> part.forEach(families::register));
    gaugeRatio("5m", ratio::lately);
    gaugeRatio("start", ratio::sinceStart);
    bindRuntime();
  }

  /** For the front that serves sites; not for the operator's, which would be counted as refused. */
  public ExchangeObserver exchanges() {
    return exchanges;
  }

  public StoreObserver store() {
    return store;
  }

  public OriginObserver origins() {
    return origins;
  }

  public VariantObserver variants() {
    return variants;
  }

  public CacheObserver cache() {
    return cache;
  }

  public HitRatio ratio() {
    return ratio;
  }

  /** Tells the sizes of the store from now on. */
  public void watch(Supplier<StoreStats> stats) {
    gaugeTiers(Metric.STORE_OBJECTS, stats, StoreStats::memoryObjects, StoreStats::diskObjects);
    gaugeTiers(Metric.STORE_BYTES, stats, StoreStats::memoryBytes, StoreStats::diskBytes);
    gaugeTiers(Metric.STORE_LIMIT, stats, StoreStats::memoryLimit, StoreStats::diskLimit);
    gauge(Metric.STORE_INTAKES, () -> stats.get().intakes());
    gauge(Metric.PURGE_EPOCH, () -> stats.get().purgeEpoch());
  }

  /** Tells how many lines the access log lost, from now on. */
  public void watch(AccessLog log) {
    FunctionCounter.builder(Metric.LOG_LINES_DROPPED.text(), log, it -> (double) it.dropped())
        .description(Metric.LOG_LINES_DROPPED.sentence())
        .register(registry);
  }

  /** Tells from now on whether the node is ready; it is asked at each scrape. */
  public void watchReadiness(BooleanSupplier ready) {
    gauge(Metric.READY, () -> ready.getAsBoolean() ? 1 : 0);
  }

  /** All metrics as they stand, in Prometheus's text format 0.0.4. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collector.close();
    registry.close();
  }

  private void gaugeTiers(
      Metric metric,
      Supplier<StoreStats> stats,
      ToLongFunction<StoreStats> memory,
      ToLongFunction<StoreStats> disk) {
    gauge(metric, () -> memory.applyAsLong(stats.get()), "memory");
    gauge(metric, () -> disk.applyAsLong(stats.get()), "disk");
  }

  private void gaugeRatio(String window, Supplier<HitRatio.Counts> counts) {
    gauge(Metric.HIT_RATIO, () -> counts.get().byRequests(), window);
    gauge(Metric.BYTE_HIT_RATIO, () -> counts.get().byBytes(), window);
  }

  private void gauge(Metric metric, Supplier<Number> value, String... labels) {
    Gauge.Builder<?> gauge = Gauge.builder(metric.text(), value).description(metric.sentence());
    for (int i = 0; i < labels.length; i++) {
      gauge.tag(metric.labels().get(i), labels[i]);
    }
    gauge.register(registry);
  }

  private void bindRuntime() {
    Stream.of(
            new JvmMemoryMetrics(),
            collector,
            new JvmThreadMetrics(),
            new ClassLoaderMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics())
        .forEach(binder -> binder.bindTo(registry));
  }
}
