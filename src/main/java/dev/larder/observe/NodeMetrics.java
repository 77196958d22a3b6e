package dev.larder.observe;

import dev.larder.cache.CacheObserver;
import dev.larder.exchange.ExchangeObserver;
import dev.larder.http.ContentCoding;
import dev.larder.origin.Fetched;
import dev.larder.origin.OriginObserver;
import dev.larder.store.Address;
import dev.larder.store.StoreObserver;
import dev.larder.store.StoreStats;
import dev.larder.variant.VariantObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics of a node, fed by what its parts tell their observers. */
public final class NodeMetrics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeMetrics.class);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HitRatio ratio;
  private final TrafficMetrics traffic;
  private final JvmGcMetrics collections = new JvmGcMetrics();

  public NodeMetrics(InstantSource clock) {
    this.ratio = new HitRatio(clock);
    this.traffic = new TrafficMetrics(registry, ratio);
    gauge(Metric.HIT_RATIO, ratio, it -> it.lately().byRequests());
    gauge(Metric.BYTE_HIT_RATIO, ratio, it -> it.lately().byBytes());
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    collections.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  static Counter counter(MeterRegistry registry, Metric metric, String... tags) {
    return Counter.builder(metric.text())
        .description(metric.sentence())
        .tags(tags)
        .register(registry);
  }

  private <T> void gauge(Metric metric, T of, ToDoubleFunction<T> value, String... tags) {
    Gauge.builder(metric.text(), of, value)
        .description(metric.sentence())
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  private Counter counter(Metric metric, String... tags) {
    return counter(registry, metric, tags);
  }

  /** Everything, in Prometheus's text format. */
  public String scrape() {
    return registry.scrape();
  }

  public HitRatio ratio() {
    return ratio;
  }

  /** To be told of exchanges with clients. */
  public ExchangeObserver exchanges() {
    return traffic;
  }

  /** Shows the store's sizes from now on. */
  public void watch(Supplier<StoreStats> stats) {
    gauge(Metric.STORE_OBJECTS, stats, it -> it.get().memoryObjects(), "tier", "memory");
    gauge(Metric.STORE_OBJECTS, stats, it -> it.get().diskObjects(), "tier", "disk");
    gauge(Metric.STORE_BYTES, stats, it -> it.get().memoryBytes(), "tier", "memory");
    gauge(Metric.STORE_BYTES, stats, it -> it.get().diskBytes(), "tier", "disk");
    gauge(Metric.STORE_LIMIT, stats, it -> it.get().memoryLimit(), "tier", "memory");
    gauge(Metric.STORE_LIMIT, stats, it -> it.get().diskLimit(), "tier", "disk");
    gauge(Metric.STORE_INTAKES, stats, it -> it.get().intakes());
    gauge(Metric.PURGE_EPOCH, stats, it -> it.get().purgeEpoch());
  }

  /** Shows how many lines the access log has dropped. */
  public void watch(AccessLog log) {
    FunctionCounter.builder(Metric.LOG_LINES_DROPPED.text(), log, it -> (double) it.dropped())
        .description(Metric.LOG_LINES_DROPPED.sentence())
        .register(registry);
  }

  /** To be told by the store. */
  public StoreObserver store() {
    Counter evicted = counter(Metric.STORE_EVICTED);
    Counter evictedBytes = counter(Metric.STORE_EVICTED_BYTES);
    Counter damaged = counter(Metric.STORE_DAMAGED);
    Counter diskFailed = counter(Metric.STORE_DISK_FAILED);
    Counter notKept = counter(Metric.STORE_NOT_KEPT);
    Counter left = counter(Metric.STORE_READERS_LEFT);
    return new StoreObserver() {
      @Override
      public void evicted(Address address, long bytes) {
        evicted.increment();
        evictedBytes.increment((double) bytes);
      }

      @Override
      public void damaged(Address address, String what) {
        damaged.increment();
      }

      @Override
      public void diskFailed(String what) {
        diskFailed.increment();
      }

      @Override
      public void notKept(Address address, String why) {
        notKept.increment();
      }

      @Override
      public void readerLeftBehind() {
        left.increment();
      }
    };
  }

  /** To be told by origins. */
  public OriginObserver origins() {
    return new OriginObserver() {
      @Override
      public void answered(String origin, int status, Duration untilHead) {
        Timer.builder(Metric.ORIGIN_DURATION.text())
            .description(Metric.ORIGIN_DURATION.sentence())
            .tags("origin", origin, "status", status / 100 + "xx")
            .serviceLevelObjectives(
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5))
            .register(registry)
            .record(untilHead);
      }

      @Override
      public void failed(String origin, Fetched.Failure failure) {
        String kind = failure.name().toLowerCase(Locale.ROOT);
        counter(Metric.ORIGIN_FAILED, "origin", origin, "kind", kind).increment();
      }

      @Override
      public void received(String origin, long bytes) {
        counter(Metric.ORIGIN_BYTES, "origin", origin).increment((double) bytes);
      }
    };
  }

  /** To be told by the variant workshop. */
  public VariantObserver variants() {
    return new VariantObserver() {
      @Override
      public void encoded(ContentCoding coding, long bytesIn, long bytesOut) {
        counter(Metric.VARIANT_BYTES_IN, "coding", coding.token()).increment((double) bytesIn);
        counter(Metric.VARIANT_BYTES_OUT, "coding", coding.token()).increment((double) bytesOut);
      }

      @Override
      public void busy(ContentCoding coding) {
        counter(Metric.VARIANT_BUSY, "coding", coding.token()).increment();
      }
    };
  }

  /** To be told by the cache. Broken invariants are logged here too. */
  public CacheObserver cache() {
    Counter broken = counter(Metric.INVARIANT_BROKEN);
    return new CacheObserver() {
      @Override
      public void refreshed(String site, boolean succeeded) {
        counter(Metric.REFRESHED, "site", site, "succeeded", String.valueOf(succeeded)).increment();
      }

      @Override
      public void invariantBroken(Throwable what) {
        broken.increment();
        LOG.error("something happened that should be impossible; the node goes on", what);
      }
    };
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
