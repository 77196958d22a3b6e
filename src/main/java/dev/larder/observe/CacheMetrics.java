package dev.larder.observe;

import dev.larder.cache.CacheObserver;
import dev.larder.rules.AssetGuard;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the cache does beside answering; what should be impossible is logged too. */
final class CacheMetrics implements CacheObserver {
  private static final Logger LOG = LoggerFactory.getLogger(CacheMetrics.class);

  private final Counters refreshes = new Counters(Metric.REFRESHES);
  private final Counters variesIgnored = new Counters(Metric.VARY_IGNORED);
  private final Counters objections = new Counters(Metric.OBJECTIONS);
  private final Counters invariants = new Counters(Metric.INVARIANTS_BROKEN);

  private final Counters saved = new Counters(Metric.DELTA_SAVED);
  private final Counters deltasFailed = new Counters(Metric.DELTAS_FAILED);
  private final Counters unknownDictionaries = new Counters(Metric.UNKNOWN_DICTIONARIES);

  CacheMetrics() {
    invariants.of();
    deltasFailed.of();
  }

  List<Family<?>> families() {
    return List.of(
        refreshes, variesIgnored, objections, invariants, saved, deltasFailed, unknownDictionaries);
  }

  @Override
  public void refreshed(String site, boolean succeeded) {
    refreshes.of(site, succeeded ? "succeeded" : "failed").increment();
  }

  @Override
  public void varyIgnored(String site, String field) {
    variesIgnored.of(site, field).increment();
  }

  @Override
  public void objected(String site, String target, AssetGuard.Objection objection, boolean again) {
    objections.of(site, objection.promised(), objection.found()).increment();
    if (!again) {
      LOG.warn("{} {}: not stored, {}", site, target, objection.words());
    }
  }

  @Override
  public void deltaServed(String site, long bytes) {
    saved.of(site).add(bytes);
  }

  @Override
  public void deltaFailed(String target, Exception why) {
    deltasFailed.of().increment();
    LOG.warn("{}: no delta could be made: {}", target, why.toString());
  }

  @Override
  public void unknownDictionary(String site) {
    unknownDictionaries.of(site).increment();
  }

  @Override
  public void invariantBroken(Throwable what) {
    invariants.of().increment();
    LOG.error("something happened that should be impossible; the node goes on", what);
  }
}
