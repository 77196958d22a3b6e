package dev.larder.cli;

import dev.larder.admin.AdminApi;
import dev.larder.cache.AssetCache;
import dev.larder.cache.Site;
import dev.larder.config.NodeConfig;
import dev.larder.exchange.ExchangeObserver;
import dev.larder.observe.AccessLog;
import dev.larder.observe.NodeMetrics;
import dev.larder.origin.Origin;
import dev.larder.origin.OriginOptions;
import dev.larder.origin.Origins;
import dev.larder.server.ListenException;
import dev.larder.server.ServerOptions;
import dev.larder.server.UndertowFront;
import dev.larder.store.TieredStore;
import dev.larder.variant.VariantWorkshop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the parts of a node together. */
final class Node {
  private static final Duration GRACE = Duration.ofSeconds(8);
  private static final Duration ADMIN_GRACE = Duration.ofSeconds(1);

  private final NodeConfig config;
  private final InstantSource clock = Clock.systemUTC();
  private final Endings endings = new Endings();
  private final NodeMetrics metrics = new NodeMetrics();

  private Node(NodeConfig config) {
    this.config = config;
    endings.add(metrics::close);
  }

  /** A node that accepts connections; where it cannot, nothing is left running. */
  static RunningNode start(NodeConfig config) throws StartFailure {
    Preflight.makeDirectory(config.store().directory());
    Preflight.weighHeap(config.store(), Runtime.getRuntime().maxMemory());
    Node node = new Node(config);
    try {
      RunningNode running = node.open();
      Preflight.tryOrigins(config);
      return running;
    } catch (StartFailure | RuntimeException impossible) {
      node.endings.run();
      throw impossible;
    } catch (ListenException taken) {
      node.endings.run();
      throw StartFailure.listening(taken.address(), taken);
    } catch (IOException impossible) {
      node.endings.run();
      throw new StartFailure(sentence(impossible), impossible);
    }
  }

  /** What a part said, as the rest of a line that begins with the program's name. */
  private static String sentence(IOException impossible) {
    String message = String.valueOf(impossible.getMessage());
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  private RunningNode open() throws StartFailure, IOException {
    Path directory = config.store().directory();
    TieredStore store = TieredStore.open(config.store(), metrics.store(), clock);
    endings.add(store::close);
    // Only now is the directory this node's alone.
    String token = AdminToken.of(config.admin().tokenFile(), directory);
    NativeLibraries.unpackInto(directory);
    metrics.watch(store::stats);
    AssetCache cache = cache(store);
    ExchangeObserver observer = exchanges();
    Standing standing = new Standing(metrics, store, cache, clock);
    metrics.watchReadiness(() -> standing.unreadiness().isEmpty());
    UndertowFront admin = adminFront(token, standing);
    endings.add(() -> admin.stop(ADMIN_GRACE));
    UndertowFront front = UndertowFront.start(config.server(), "larder", cache, observer, clock);
    endings.add(() -> front.stop(GRACE));
    endings.add(standing::stopping);
    return new Running(
        front, admin, standing, config.warmUp(), config.server().ioThreads(), endings);
  }

  private AssetCache cache(TieredStore store) throws StartFailure {
    VariantWorkshop workshop = VariantWorkshop.open(config.variants(), metrics.variants());
    endings.add(workshop::close);
    List<Site> sites = new ArrayList<>();
    for (NodeConfig.Site site : config.sites()) {
      List<Origin> origins = new ArrayList<>();
      for (OriginOptions options : site.origins()) {
        Origin origin = origin(options);
        endings.add(origin::close);
        origins.add(origin);
      }
      sites.add(new Site(site.options(), origins));
    }
    AssetCache cache =
        new AssetCache(sites, store, workshop, config.variants(), metrics.cache(), clock);
    endings.add(cache::close);
    return cache;
  }

  private Origin origin(OriginOptions options) throws StartFailure {
    try {
      return Origins.open(options, metrics.origins(), clock);
    } catch (IllegalArgumentException unsuitable) {
      throw new StartFailure(String.valueOf(unsuitable.getMessage()), unsuitable);
    }
  }

  private ExchangeObserver exchanges() throws IOException {
    ExchangeObserver counting = metrics.exchanges();
    @Nullable AccessLog log = AccessLog.open(config.accessLog());
    if (log == null) {
      return counting;
    }
    endings.add(log::close);
    metrics.watch(log);
    return counting.and(log);
  }

  private UndertowFront adminFront(String token, Standing standing) throws IOException {
    ServerOptions plain = ServerOptions.on(config.admin().listen());
    ServerOptions options =
        new ServerOptions(
            plain.listen(),
            null,
            1,
            plain.sendBuffer(),
            false,
            plain.idleTimeout(),
            plain.headTimeout(),
            plain.stallTimeout(),
            plain.largestBody());
    return UndertowFront.start(
        options, "admin", new AdminApi(token, standing), ExchangeObserver.NONE, clock);
  }

  private record Running(
      UndertowFront front,
      UndertowFront admin,
      Standing standing,
      Duration warmUp,
      int ioThreads,
      Endings endings)
      implements RunningNode {
    @Override
    public void warm() {
      if (warmUp.isPositive()) {
        Rehearsal.play(warmUp, ioThreads);
      }
      standing.ready();
    }

    @Override
    public InetSocketAddress address() {
      return front.address();
    }

    @Override
    public Optional<InetSocketAddress> tlsAddress() {
      return Optional.ofNullable(front.tlsAddress());
    }

    @Override
    public InetSocketAddress adminAddress() {
      return admin.address();
    }

    @Override
    public void close() {
      endings.run();
    }
  }
}
