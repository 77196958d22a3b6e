package dev.larder.cache;

import dev.larder.exchange.Answer;
import dev.larder.exchange.ExchangeObserver;
import dev.larder.exchange.Handler;
import dev.larder.exchange.Pick;
import dev.larder.exchange.PlainRequest;
import dev.larder.http.CacheKey;
import dev.larder.origin.Origin;
import dev.larder.origin.OriginObserver;
import dev.larder.origin.OriginOptions;
import dev.larder.origin.Origins;
import dev.larder.rules.AssetGuard;
import dev.larder.rules.Family;
import dev.larder.server.ServerOptions;
import dev.larder.server.UndertowFront;
import dev.larder.store.StoreObserver;
import dev.larder.store.StoreOptions;
import dev.larder.store.TieredStore;
import dev.larder.testing.FastPath;
import dev.larder.testing.RoutedOrigin;
import dev.larder.variant.VariantObserver;
import dev.larder.variant.VariantOptions;
import dev.larder.variant.VariantWorkshop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A cache between a real front and a real origin, all in this process, with a clock of its own. */
final class CacheFixture implements AutoCloseable {
  /** Long, since a machine whose disk is busy may take seconds to force a purge to it. */
  private static final Duration ORIGIN_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final VariantOptions UNIMPROVED = new VariantOptions(6, 5, 2, 16);

  final Purger purger;
  final Explainer explainer;
  final List<ExchangeObserver.Finished> finished = new CopyOnWriteArrayList<>();

  /** Exchanges that took the short way to the end in one write. */
  final AtomicInteger shelved = new AtomicInteger();

  final List<Throwable> broken = new CopyOnWriteArrayList<>();
  final List<Long> deltasServed = new CopyOnWriteArrayList<>();
  final List<String> unknownDictionaries = new CopyOnWriteArrayList<>();
  final List<String> objections = new CopyOnWriteArrayList<>();
  private final Families families;
  private final AssetCache cache;
  private final TieredStore store;
  private final VariantWorkshop workshop;
  private final List<Origin> origins = new ArrayList<>();
  private final UndertowFront front;

  /** Of HTTP/1.1: it would propose an upgrade with each request, of which none is plain. */
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A site, the URLs of its origins, and how long they may take to answer. */
  record Plan(SiteOptions options, List<String> origins, Duration timeout) {
    Plan(SiteOptions options, List<String> origins) {
      this(options, origins, ORIGIN_TIMEOUT);
    }
  }

  private CacheFixture(
      Path directory,
      InstantSource clock,
      StoreSize size,
      VariantOptions variants,
      boolean fastPath,
      List<Plan> plans)
      throws IOException {
    this.store =
        TieredStore.open(
            new StoreOptions(directory, size.memory(), size.disk(), 256 * 1024),
            StoreObserver.NONE,
            clock);
    this.workshop = VariantWorkshop.open(variants, VariantObserver.NONE);
    List<Site> sites = plans.stream().map(plan -> site(plan, clock)).toList();
    CacheObserver observer =
        new CacheObserver() {
          @Override
          public void invariantBroken(Throwable what) {
            broken.add(what);
          }

          @Override
          public void deltaServed(String site, long saved) {
            deltasServed.add(saved);
          }

          @Override
          public void unknownDictionary(String site) {
            unknownDictionaries.add(site);
          }

          @Override
          public void deltaFailed(String target, Exception why) {
            broken.add(why);
          }

          @Override
          public void objected(
              String site, String target, AssetGuard.Objection objection, boolean again) {
            objections.add(target + ": " + objection.words() + (again ? " again" : ""));
          }
        };
    this.families = new Families(store, clock);
    this.cache = new AssetCache(sites, store, workshop, variants, observer, clock);
    this.purger = cache.purger();
    this.explainer = cache.explainer();
    this.front =
        UndertowFront.start(
            ServerOptions.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withFastPath(fastPath),
            "test",
            cache,
            exchanges(),
            clock);
  }

  private ExchangeObserver exchanges() {
    return new ExchangeObserver() {
      @Override
      public void finished(Finished exchange) {
        finished.add(exchange);
      }

      @Override
      public void shelved(
          PlainRequest request, Pick pick, long startMillis, long nanos, boolean complete) {
        shelved.incrementAndGet();
        finished(Finished.of(request, pick, startMillis, nanos, complete));
      }
    };
  }

  private Site site(Plan plan, InstantSource clock) {
    List<Origin> own =
        plan.origins().stream()
            .map(url -> new OriginOptions(url, plan.timeout(), 200, false))
            .map(at -> Origins.open(at, OriginObserver.NONE, clock))
            .toList();
    origins.addAll(own);
    return new Site(plan.options(), own);
  }

  /** Bytes of the tiers. */
  record StoreSize(long memory, long disk) {
    static final StoreSize BOTH = new StoreSize(64 << 20, 256 << 20);
    static final StoreSize MEMORY_ALONE = new StoreSize(64 << 20, 0);
  }

  static CacheFixture assets(RoutedOrigin origin, Path directory, InstantSource clock)
      throws IOException {
    return with(origin, directory, clock, SiteDraft.of(Policy.ASSETS).options());
  }

  static CacheFixture faithful(RoutedOrigin origin, Path directory, InstantSource clock)
      throws IOException {
    return with(origin, directory, clock, SiteDraft.of(Policy.FAITHFUL).options());
  }

  static CacheFixture with(
      RoutedOrigin origin, Path directory, InstantSource clock, SiteOptions options)
      throws IOException {
    return with(origin, directory, clock, options, StoreSize.BOTH);
  }

  static CacheFixture with(
      RoutedOrigin origin, Path directory, InstantSource clock, SiteOptions options, StoreSize size)
      throws IOException {
    return new CacheFixture(
        directory,
        clock,
        size,
        UNIMPROVED,
        FastPath.ON,
        List.of(new Plan(options, List.of(origin.url()))));
  }

  /** One that improves in the background what is used often. */
  static CacheFixture improving(RoutedOrigin origin, Path directory, InstantSource clock)
      throws IOException {
    Plan plan = new Plan(SiteDraft.of(Policy.ASSETS).options(), List.of(origin.url()));
    VariantOptions improved = new VariantOptions(6, 5, 2, 16, 200);
    return new CacheFixture(directory, clock, StoreSize.BOTH, improved, FastPath.ON, List.of(plan));
  }

  static CacheFixture of(Path directory, InstantSource clock, Plan... plans) throws IOException {
    return new CacheFixture(
        directory, clock, StoreSize.BOTH, UNIMPROVED, FastPath.ON, List.of(plans));
  }

  /** One that answers plain hits the short way, or not. */
  static CacheFixture of(Path directory, InstantSource clock, boolean fastPath, Plan plan)
      throws IOException {
    return new CacheFixture(directory, clock, StoreSize.BOTH, UNIMPROVED, fastPath, List.of(plan));
  }

  /** The cache itself, as the front has it. */
  Handler handler() {
    return cache;
  }

  int port() {
    return front.address().getPort();
  }

  String url(String target) {
    return "http://127.0.0.1:" + front.address().getPort() + target;
  }

  /** Through a name of the loopback address. */
  Got getFrom(String host, String target, String... fields) {
    String port = String.valueOf(front.address().getPort());
    return send("GET", "http://" + host + ':' + port + target, "", fields);
  }

  Got get(String target, String... fields) {
    return send("GET", target, "", fields);
  }

  /** Sends a request; fields alternate names and values. */
  Got send(String method, String target, String body, String... fields) {
    try {
      return new Got(
          client.send(
              request(method, target, body, fields), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  CompletableFuture<Got> getLater(String target, String... fields) {
    return client
        .sendAsync(request("GET", target, "", fields), HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(Got::new);
  }

  private HttpRequest request(String method, String target, String body, String... fields) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target.startsWith("http") ? target : url(target)))
            .timeout(PATIENCE);
    switch (method) {
      // Without this, the client announces content of no bytes.
      case "GET" -> request.GET();
      case "HEAD" -> request.HEAD();
      default -> {}
    }
    if (!body.isEmpty() || !List.of("GET", "HEAD").contains(method)) {
      request.method(
          method,
          body.isEmpty()
              ? HttpRequest.BodyPublishers.noBody()
              : HttpRequest.BodyPublishers.ofString(body));
    }
    if (fields.length > 0) {
      request.headers(fields);
    }
    return request.build();
  }

  /** What was told of the last exchange. */
  Answer.Decision lastDecision() {
    return finished.getLast().decision();
  }

  /** Waits until so many exchanges have been told of. */
  void awaitFinished(int count) {
    await(() -> finished.size() >= count, "exchange number " + count);
  }

  static void await(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("in vain waited for " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Asks until the answer comes from the store; a store that is just opening keeps little. */
  void awaitHit(String target) {
    await(
        () -> get(target, "Accept-Encoding", "br").cacheStatus().startsWith("larder; hit"),
        "a hit of " + target);
  }

  /** Waits until nothing is on its way into the store. */
  void awaitQuiet() {
    await(() -> store.stats().intakes() == 0, "the end of all intakes");
  }

  /** Waits until a URL is there in a coding whose tag contains that. Counts as no use of it. */
  void awaitVariant(String target, String coding, String making) {
    await(
        () ->
            send("HEAD", target, "", "Accept-Encoding", coding)
                .assertHit()
                .field("ETag")
                .contains(making),
        coding + " that is " + making);
  }

  /** Waits until so many versions of a URL's family are known. */
  void awaitFamily(String target, int versions) {
    String site = SiteDraft.of(Policy.ASSETS).options().name();
    Family family =
        Objects.requireNonNull(Family.of(new CacheKey(site, "", target, ""), List.of(), List.of()));
    await(
        () -> families.versions(family).size() == versions,
        versions + " versions: " + families.versions(family));
  }

  PurgeResult purge(boolean expire, String... targets) {
    List<String> urls = Arrays.stream(targets).map(target -> "http://any.test" + target).toList();
    return purger.purge(new PurgeOrder(urls, List.of(), false, expire));
  }

  @Override
  public void close() {
    client.shutdownNow();
    front.stop(Duration.ZERO);
    origins.forEach(CacheFixture::close);
    cache.close();
    workshop.close();
    store.close();
  }

  private static void close(Origin origin) {
    origin.close();
  }
}
