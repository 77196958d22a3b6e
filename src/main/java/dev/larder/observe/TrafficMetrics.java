package dev.larder.observe;

import dev.larder.cache.Outcome;
import dev.larder.exchange.ExchangeObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what clients were answered. Called for each hit on an I/O thread: meters are looked up
 * once and kept, by site and outcome.
 */
final class TrafficMetrics implements ExchangeObserver {
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(250_000),
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final HitRatio ratio;
  private final Map<String, Map<String, Meters>> bySite = new ConcurrentHashMap<>();
  private final Map<String, Counter[]> statuses = new ConcurrentHashMap<>();
  private final Counter refused;
  private final Counter broken;
  private final Counter immediate;

  TrafficMetrics(MeterRegistry registry, HitRatio ratio) {
    this.registry = registry;
    this.ratio = ratio;
    this.refused = NodeMetrics.counter(registry, Metric.REQUESTS_REFUSED);
    this.broken = NodeMetrics.counter(registry, Metric.RESPONSES_BROKEN);
    this.immediate = NodeMetrics.counter(registry, Metric.ANSWERED_IMMEDIATELY);
  }

  private record Meters(Counter requests, Counter bytes, Timer duration) {}

  @Override
  public void finished(Finished exchange) {
    if (!exchange.complete()) {
      broken.increment();
    }
    if (exchange.immediate()) {
      immediate.increment();
    }
    if (exchange.request() == null || !(exchange.decision() instanceof Outcome outcome)) {
      refused.increment();
      return;
    }
    Meters meters = meters(outcome.site(), OutcomeText.of(outcome));
    meters.requests.increment();
    meters.bytes.increment((double) exchange.bytes());
    meters.duration.record(exchange.duration());
    if (exchange.head() != null) {
      status(outcome.site(), exchange.head().status()).increment();
    }
    if (!(outcome instanceof Outcome.Local)) {
      ratio.count(outcome instanceof Outcome.Hit, exchange.bytes());
    }
  }

  private Meters meters(String site, String outcome) {
    Map<String, Meters> ofSite = bySite.computeIfAbsent(site, unknown -> new ConcurrentHashMap<>());
    Meters known = ofSite.get(outcome);
    return known != null
        ? known
        : ofSite.computeIfAbsent(outcome, unknown -> register(site, outcome));
  }

  private Meters register(String site, String outcome) {
    String[] tags = {"site", site, "outcome", outcome};
    return new Meters(
        NodeMetrics.counter(registry, Metric.REQUESTS, tags),
        NodeMetrics.counter(registry, Metric.RESPONSE_BYTES, tags),
        Timer.builder(Metric.REQUEST_DURATION.text())
            .description(Metric.REQUEST_DURATION.sentence())
            .tags(tags)
            .serviceLevelObjectives(BUCKETS)
            .register(registry));
  }

  private Counter status(String site, int status) {
    Counter[] classes = statuses.computeIfAbsent(site, this::registerClasses);
    return classes[Math.clamp(status / 100, 1, 5) - 1];
  }

  private Counter[] registerClasses(String site) {
    Counter[] classes = new Counter[5];
    for (int i = 0; i < classes.length; i++) {
      classes[i] =
          NodeMetrics.counter(registry, Metric.RESPONSES, "site", site, "status", (i + 1) + "xx");
    }
    return classes;
  }
}
