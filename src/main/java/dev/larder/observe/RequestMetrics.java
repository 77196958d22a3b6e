package dev.larder.observe;

import static java.util.Objects.requireNonNull;

import dev.larder.cache.Outcome;
import dev.larder.exchange.ExchangeObserver;
import dev.larder.exchange.Pick;
import dev.larder.exchange.PlainRequest;
import dev.larder.http.ContentCoding;
import dev.larder.http.ResponseHead;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts exchanges, on the I/O thread that ended them: a few array reads and additions, no lock, no
 * text. Each site has counters of its own, some of them made as combinations occur. Sites are named
 * by the configuration alone, so no client can make metrics grow.
 */
final class RequestMetrics implements ExchangeObserver {
  /** Where no site answered to the host, or it was not known yet. */
  static final String NO_SITE = "-";

  private static final String[] STATUSES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

  private final Counters requests = new Counters(Metric.REQUESTS);
  private final Counters bytes = new Counters(Metric.SENT_BYTES);
  private final Counters broken = new Counters(Metric.BROKEN_EXCHANGES);
  private final Histograms durations = new Histograms(Metric.REQUEST_DURATION);
  private final DurationHistogram immediate = durations.of("true");
  private final DurationHistogram waited = durations.of("false");
  private final HitRatio ratio;
  private final Map<String, Map<OutcomeWord, Cells>> sites = new ConcurrentSkipListMap<>();

  RequestMetrics(HitRatio ratio) {
    this.ratio = ratio;
  }

  List<Family<?>> families() {
    return List.of(requests, bytes, broken, durations);
  }

  @Override
  public void finished(Finished exchange) {
    OutcomeWord outcome = OutcomeWord.of(exchange.decision());
    String site = "";
    ContentCoding coding = ContentCoding.IDENTITY;
    if (exchange.decision() instanceof Outcome decided) {
      site = decided.site();
      coding = decided.coding();
    }
    Cells cells = requireNonNull(cells(site).get(outcome));
    count(cells, coding, exchange.head(), exchange.bytes(), exchange.complete());
    (exchange.immediate() ? immediate : waited).count(exchange.duration());
    if (outcome.countsForHitRatio()) {
      ratio.count(outcome.isHit(), exchange.bytes());
    }
  }

  @Override
  public void shelved(
      PlainRequest request, Pick pick, long startMillis, long nanos, boolean complete) {
    if (!(pick.decision() instanceof Outcome.Hit hit)) {
      finished(Finished.of(request, pick, startMillis, nanos, complete));
      return;
    }
    long bytes = pick.sent(complete);
    Cells cells = requireNonNull(cells(hit.site()).get(OutcomeWord.HIT));
    count(cells, hit.coding(), pick.responseHead(), bytes, complete);
    immediate.count(nanos);
    ratio.count(true, bytes);
  }

  private static void count(
      Cells cells,
      ContentCoding coding,
      @Nullable ResponseHead head,
      long bytes,
      boolean complete) {
    cells.requests(coding, statusClass(head)).increment();
    cells.bytes.add(bytes);
    if (!complete) {
      cells.broken.increment();
    }
  }

  private Map<OutcomeWord, Cells> cells(String site) {
    Map<OutcomeWord, Cells> known = sites.get(site);
    if (known != null) {
      return known;
    }
    Map<OutcomeWord, Cells> made = new EnumMap<>(OutcomeWord.class);
    for (OutcomeWord outcome : OutcomeWord.values()) {
      made.put(outcome, new Cells(site, outcome));
    }
    Map<OutcomeWord, Cells> other = sites.putIfAbsent(site, made);
    return other == null ? made : other;
  }

  /** The place of a status in {@link #STATUSES}; 0 when no head was sent. */
  private static int statusClass(@Nullable ResponseHead head) {
    int hundreds = head == null ? 0 : head.status() / 100;
    return hundreds < STATUSES.length ? hundreds : 0;
  }

  /** The counters of one site and outcome. Both maps are filled once and then only read. */
  private final class Cells {
    private final LongAdder bytes;
    private final LongAdder broken;
    private final String[] labels;
    private final Map<ContentCoding, AtomicReferenceArray<@Nullable LongAdder>> requests =
        new EnumMap<>(ContentCoding.class);

    Cells(String site, OutcomeWord outcome) {
      this.labels = new String[] {site.isEmpty() ? NO_SITE : site, outcome.token()};
      this.bytes = RequestMetrics.this.bytes.of(labels);
      this.broken = RequestMetrics.this.broken.of(labels);
      for (ContentCoding coding : ContentCoding.values()) {
        requests.put(coding, new AtomicReferenceArray<>(STATUSES.length));
      }
    }

    LongAdder requests(ContentCoding coding, int status) {
      AtomicReferenceArray<@Nullable LongAdder> row = requireNonNull(requests.get(coding));
      LongAdder known = row.get(status);
      if (known == null) {
        known =
            RequestMetrics.this.requests.of(labels[0], labels[1], coding.token(), STATUSES[status]);
        row.set(status, known);
      }
      return known;
    }
  }
}
