package dev.larder.observe;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.cache.Outcome;
import dev.larder.exchange.Answer;
import dev.larder.http.ContentCoding;
import dev.larder.origin.Fetched;
import dev.larder.rules.AssetGuard;
import dev.larder.rules.ForwardReason;
import dev.larder.store.StoreStats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeMetricsTest {

  private final NodeMetrics metrics = new NodeMetrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void requestsAreCountedBySiteOutcomeCodingAndStatus() {
    metrics.exchanges().finished(Ended.hit("shop", 100));
    metrics.exchanges().finished(Ended.hit("shop", 100));
    metrics.exchanges().finished(Ended.forwarded("blog", ForwardReason.URI_MISS, 7));
    Scrape scrape = scrape();
    assertEquals(2, requests(scrape, "shop", "hit", "br", "2xx"));
    assertEquals(1, requests(scrape, "blog", "uri-miss", "identity", "2xx"));
    assertEquals(200, scrape.value("larder_sent_bytes_total", "site", "shop", "outcome", "hit"));
    assertEquals(
        0, scrape.value("larder_broken_exchanges_total", "site", "shop", "outcome", "hit"));
  }

  @Test
  void everyReasonHasItsWord() {
    for (ForwardReason reason : ForwardReason.values()) {
      metrics.exchanges().finished(Ended.forwarded("shop", reason, 1));
      assertEquals(1, requests(scrape(), "shop", reason.token(), "identity", "2xx"));
    }
  }

  @Test
  void staleLocalAndRefusedAnswersAreToldApart() {
    metrics
        .exchanges()
        .finished(Ended.with(new Outcome.Hit("shop", ContentCoding.GZIP, -1, null), 304, 0, true));
    metrics.exchanges().finished(Ended.with(new Outcome.Local("", null), 421, 9, true));
    metrics.exchanges().finished(Ended.with(Answer.Decision.NONE, 400, 9, true));
    metrics.exchanges().finished(Ended.nothing());
    Scrape scrape = scrape();
    assertEquals(1, requests(scrape, "shop", "stale-hit", "gzip", "3xx"));
    assertEquals(1, requests(scrape, "-", "local", "identity", "4xx"));
    assertEquals(1, requests(scrape, "-", "refused", "identity", "4xx"));
    assertEquals(1, requests(scrape, "-", "refused", "identity", "none"));
    assertEquals(
        1, scrape.value("larder_broken_exchanges_total", "site", "-", "outcome", "refused"));
  }

  @Test
  void ratioCountsWhatWasAskedOfTheCache() {
    metrics.exchanges().finished(Ended.hit("shop", 300));
    metrics.exchanges().finished(Ended.forwarded("shop", ForwardReason.STALE, 100));
    metrics.exchanges().finished(Ended.with(new Outcome.Local("shop", null), 405, 100, true));
    Scrape scrape = scrape();
    assertEquals(0.5, scrape.value("larder_hit_ratio", "window", "5m"));
    assertEquals(0.75, scrape.value("larder_byte_hit_ratio", "window", "start"));
  }

  @Test
  void bucketsOfDurationsAddUp() {
    metrics.origins().answered("http://a", 200, Duration.ofMillis(3));
    metrics.origins().answered("http://a", 200, Duration.ofMillis(5));
    metrics.origins().answered("http://a", 204, Duration.ofMinutes(2));
    Scrape scrape = scrape();
    String name = "larder_origin_latency_seconds";
    String[] labels = {"origin", "http://a", "status", "2xx"};
    assertEquals(0, scrape.value(name + "_bucket", with(labels, "le", "0.0025")));
    assertEquals(2, scrape.value(name + "_bucket", with(labels, "le", "0.005")), "not above 5 ms");
    assertEquals(2, scrape.value(name + "_bucket", with(labels, "le", "30.0")));
    assertEquals(3, scrape.value(name + "_bucket", with(labels, "le", "+Inf")));
    assertEquals(3, scrape.value(name + "_count", labels));
    assertEquals(120.008, scrape.value(name + "_sum", labels), 1e-9);
  }

  @Test
  void everyMetricIsScrapedAsItIsDeclared() {
    useEverything();
    Map<String, Scrape.Family> ours = new TreeMap<>(scrape().families());
    ours.keySet().removeIf(name -> !name.startsWith("larder_"));
    assertEquals(
        Arrays.stream(Metric.values())
            .map(Metric::text)
            .collect(Collectors.toCollection(TreeSet::new)),
        ours.keySet());
    for (Metric metric : Metric.values()) {
      Scrape.Family family = requireNonNull(ours.get(metric.text()));
      assertEquals(metric.sentence(), family.help());
      assertEquals(metric.kind().toString(), family.type(), metric.text());
      Set<String> labels = new HashSet<>();
      family.samples().forEach(sample -> labels.addAll(sample.labels().keySet()));
      labels.remove("le");
      assertEquals(Set.copyOf(metric.labels()), labels, metric.text());
    }
  }

  @Test
  void processorTimeIsToldInSeconds() {
    metrics.variants().worked(false, 1_500_000_000);
    assertEquals(1.5, scrape().value("larder_variant_cpu_seconds_total", "waited", "no"));
  }

  @Test
  void runtimeIsToldToo() {
    Set<String> names = scrape().families().keySet();
    for (String name :
        Set.of(
            "jvm_memory_used_bytes",
            "jvm_threads_live_threads",
            "jvm_gc_memory_allocated_bytes_total",
            "process_uptime_seconds",
            "process_start_time_seconds",
            "process_files_open_files")) {
      assertTrue(names.contains(name), () -> name + " in " + names);
    }
  }

  @Test
  void sizesAndReadinessAreThoseOfTheMoment() {
    long[] epoch = {3};
    boolean[] ready = {false};
    metrics.watch(() -> new StoreStats(1, 2, 3, 4, 5, 6, 7, epoch[0]));
    metrics.watchReadiness(() -> ready[0]);
    assertEquals(3, scrape().value("larder_purge_epoch"));
    assertEquals(5, scrape().value("larder_store_bytes", "tier", "disk"));
    assertEquals(0, scrape().value("larder_ready"));
    epoch[0]++;
    ready[0] = true;
    assertEquals(4, scrape().value("larder_purge_epoch"));
    assertEquals(1, scrape().value("larder_ready"));
  }

  @Test
  void noCountIsLostAmongThreadsThatBeginACombinationTogether() {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        threads.execute(() -> {
          for (int j = 0; j < 1000; j++) {
            metrics.exchanges().finished(Ended.hit("site" + j % 50, 1));
          }
        });
      }
    }
    Scrape scrape = scrape();
    for (int site = 0; site < 50; site++) {
      assertEquals(80, requests(scrape, "site" + site, "hit", "br", "2xx"));
    }
  }

  private void useEverything() {
    metrics.exchanges().finished(Ended.hit("shop", 1));
    metrics.store().evicted(4096);
    metrics.origins().answered("http://a", 200, Duration.ofMillis(1));
    metrics.origins().failed("http://a", Fetched.Failure.TIMEOUT);
    metrics.origins().received("http://a", 10);
    metrics.variants().encoded(ContentCoding.GZIP, 10, 5);
    metrics.variants().busy(ContentCoding.BROTLI);
    metrics.variants().worked(false, 1_500_000_000);
    metrics.cache().deltaServed("shop", 100);
    metrics.cache().deltaFailed("/a.js", new IOException("in a test"));
    metrics.cache().unknownDictionary("shop");
    metrics.cache().refreshed("shop", true);
    metrics.cache().varyIgnored("shop", "cookie");
    metrics.cache().objected("shop", "/a.js", AssetGuard.undecodable("/a.js", "gzip"), false);
    metrics.watch(() -> new StoreStats(0, 0, 0, 0, 0, 0, 0, 0));
    metrics.watchReadiness(() -> true);
    try (AccessLog log =
        new AccessLog(LogSink.of(new ByteArrayOutputStream()), System::nanoTime, 1000)) {
      metrics.watch(log);
    }
  }

  private Scrape scrape() {
    return Scrape.of(metrics.scrape());
  }

  private static double requests(
      Scrape scrape, String site, String outcome, String coding, String status) {
    return scrape.value(
        "larder_requests_total",
        "site",
        site,
        "outcome",
        outcome,
        "coding",
        coding,
        "status",
        status);
  }

  private static String[] with(String[] labels, String name, String value) {
    String[] more = Arrays.copyOf(labels, labels.length + 2);
    more[labels.length] = name;
    more[labels.length + 1] = value;
    return more;
  }
}
