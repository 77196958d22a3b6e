package dev.larder.cli;

import dev.larder.admin.AdminApi;
import dev.larder.admin.Explain;
import dev.larder.admin.NodeStats;
import dev.larder.admin.Purge;
import dev.larder.cache.AssetCache;
import dev.larder.observe.HitRatio;
import dev.larder.observe.NodeMetrics;
import dev.larder.store.Store;
import dev.larder.store.StoreStats;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** How a node stands, as its API shows it. */
final class Standing implements AdminApi.Ports {
  private static final List<String> STARTING = List.of("The node is starting.");

  private final NodeMetrics metrics;
  private final Store store;
  private final AssetCache cache;
  private final InstantSource clock;
  private final Instant started;
  private final AtomicReference<List<String>> unreadiness = new AtomicReference<>(STARTING);

  Standing(NodeMetrics metrics, Store store, AssetCache cache, InstantSource clock) {
    this.metrics = metrics;
    this.store = store;
    this.cache = cache;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** From now on, unless it is being stopped already. */
  void ready() {
    unreadiness.compareAndSet(STARTING, List.of());
  }

  void stopping() {
    unreadiness.set(List.of("The node is stopping."));
  }

  @Override
  public List<String> unreadiness() {
    return unreadiness.get();
  }

  @Override
  public String metrics() {
    return metrics.scrape();
  }

  @Override
  public Purge purge() {
    return cache.purger()::purge;
  }

  @Override
  public Explain explain() {
    return cache.explainer()::explain;
  }

  @Override
  public NodeStats stats() {
    return new NodeStats(
        Larder.Version.text(),
        started,
        Duration.between(started, clock.instant()).toSeconds(),
        traffic(metrics.ratio().sinceStart()),
        traffic(metrics.ratio().lately()),
        sizes(store.stats()));
  }

  private static NodeStats.Traffic traffic(HitRatio.Counts counts) {
    return NodeStats.Traffic.of(
        counts.requests(), counts.hits(), counts.bytes(), counts.hitBytes());
  }

  private static NodeStats.Store sizes(StoreStats stats) {
    return new NodeStats.Store(
        stats.memoryObjects(),
        stats.memoryBytes(),
        stats.memoryLimit(),
        stats.diskObjects(),
        stats.diskBytes(),
        stats.diskLimit(),
        stats.intakes(),
        stats.purgeEpoch());
  }
}
