package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several sites on one node, their hosts, origins and keys, and what a purge of them reaches. */
class SitesTest {

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(Instant.now());
  private RoutedOrigin origin;
  private RoutedOrigin other;

  @BeforeEach
  void start() throws IOException {
    origin = RoutedOrigin.start(clock);
    other = RoutedOrigin.start(clock);
    for (String path : List.of("/a", "/ab", "/dir/c")) {
      origin.put(path, "first");
      other.put(path, "second");
    }
  }

  @AfterEach
  void stop() {
    origin.close();
    other.close();
  }

  private static SiteOptions site(String name, boolean preserveHost, String... hosts) {
    return SiteDraft.of(Policy.ASSETS)
        .named(name, hosts)
        .preserveHost(preserveHost)
        .staleOnError(Duration.ZERO)
        .fingerprints(true, List.of("/dir/**"), List.of("v"))
        .options();
  }

  private CacheFixture twoSites() throws IOException {
    return CacheFixture.of(
        directory,
        clock,
        new CacheFixture.Plan(site("one", false, "127.0.0.1"), List.of(origin.url())),
        new CacheFixture.Plan(site("two", false, "localhost"), List.of(other.url())));
  }

  @Test
  void hostChoosesTheSiteAndSitesShareNothing() throws IOException {
    try (CacheFixture node = twoSites()) {
      assertEquals("first", node.getFrom("127.0.0.1", "/a").text());
      assertEquals("second", node.getFrom("localhost", "/a").text());
      assertEquals("first", node.getFrom("127.0.0.1", "/a").assertHit().text());
    }
  }

  @Test
  void hostThatNoSiteHasIsMisdirected() throws IOException {
    try (CacheFixture node =
        CacheFixture.of(
            directory,
            clock,
            new CacheFixture.Plan(site("one", false, "localhost"), List.of(origin.url())))) {
      Got got = node.getFrom("127.0.0.1", "/a");
      assertEquals(421, got.status());
      assertTrue(got.text().contains("127.0.0.1"), got.text());
      assertEquals(List.of(), origin.seen());
    }
  }

  @Test
  void hostsOfASiteShareResponses() throws IOException {
    try (CacheFixture node =
        CacheFixture.of(
            directory,
            clock,
            new CacheFixture.Plan(
                site("one", false, "localhost", "127.0.0.1"), List.of(origin.url())))) {
      node.getFrom("127.0.0.1", "/a");
      node.getFrom("localhost", "/a").assertHit();
      assertEquals(origin.url(), "http://" + origin.seen().getFirst().field("Host"));
    }
  }

  @Test
  void preservedHostReachesTheOriginAndTheKey() throws IOException {
    try (CacheFixture node =
        CacheFixture.of(
            directory,
            clock,
            new CacheFixture.Plan(
                site("one", true, "localhost", "127.0.0.1"), List.of(origin.url())))) {
      node.getFrom("127.0.0.1", "/a");
      node.getFrom("localhost", "/a").assertForwarded("uri-miss");
      assertEquals("localhost", origin.seen().getLast().field("Host"));
      purge(node, false, List.of("http://localhost/a"), List.of());
      node.getFrom("localhost", "/a").assertForwarded("uri-miss");
      node.getFrom("127.0.0.1", "/a").assertHit();
    }
  }

  @Test
  void nextOriginIsAskedWhenOneIsGone() throws IOException {
    try (CacheFixture node =
        CacheFixture.of(
            directory,
            clock,
            new CacheFixture.Plan(site("one", false), List.of(origin.url(), other.url())))) {
      assertEquals("first", node.get("/a").text());
      origin.close();
      assertEquals("second", node.get("/ab").text());
      node.get("/a").assertHit();
    }
  }

  @Test
  void onlyWhatTheSiteNamesLeavesAsImmutable() throws IOException {
    try (CacheFixture node = twoSites()) {
      assertEquals(
          "public, max-age=31536000, immutable", node.get("/dir/c").field("Cache-Control"));
      assertFalse(node.get("/a").field("Cache-Control").contains("immutable"));
      assertTrue(node.get("/a?v=1").field("Cache-Control").contains("immutable"));
      assertFalse(node.get("/a?w=1").field("Cache-Control").contains("immutable"));
    }
  }

  @Test
  void corsOfTheOriginIsNotStoredForAssets() throws IOException {
    origin.put(
        "/a",
        "first",
        "Access-Control-Allow-Origin",
        "https://www.example.org",
        "Access-Control-Expose-Headers",
        "X-A");
    try (CacheFixture node = CacheFixture.assets(origin, directory, clock)) {
      assertEquals("*", node.get("/a").field("Access-Control-Allow-Origin"));
    }
    try (CacheFixture node = CacheFixture.faithful(origin, directory, clock)) {
      Got got = node.get("/a", "Cache-Control", "max-stale, only-if-cached");
      assertEquals("first", got.assertHit().text());
      assertFalse(got.has("Access-Control-Allow-Origin"));
      assertFalse(got.has("Access-Control-Expose-Headers"));
    }
  }

  @Test
  void nameWithAHashLeavesAsImmutableUnlessSwitchedOff() throws IOException {
    String path = "/app.1a2b3c4d5e6f.js";
    origin.put(path, "export default 1");
    other.put(path, "export default 1");
    SiteOptions off =
        SiteDraft.of(Policy.ASSETS)
            .named("two", "localhost")
            .fingerprints(false, List.of(), List.of())
            .options();
    try (CacheFixture node =
        CacheFixture.of(
            directory,
            clock,
            new CacheFixture.Plan(site("one", false, "127.0.0.1"), List.of(origin.url())),
            new CacheFixture.Plan(off, List.of(other.url())))) {
      assertEquals(
          "public, max-age=31536000, immutable",
          node.getFrom("127.0.0.1", path).field("Cache-Control"));
      assertEquals("public, max-age=600", node.getFrom("localhost", path).field("Cache-Control"));
    }
  }

  @Test
  void purgeReachesTheSiteThatItNamesOnly() throws IOException {
    try (CacheFixture node = twoSites()) {
      fill(node);
      purge(node, false, List.of("http://127.0.0.1/a"), List.of("HTTP://127.0.0.1:8080/d"));
      assertEquals(List.of("/ab"), hits(node, "127.0.0.1"));
      assertEquals(List.of("/a", "/ab", "/dir/c"), hits(node, "localhost"));
    }
  }

  @Test
  void prefixComparesAtAnyByteOfTheCanonicalPath() throws IOException {
    try (CacheFixture node = twoSites()) {
      fill(node);
      purge(node, false, List.of(), List.of("http://127.0.0.1/%61"));
      assertEquals(List.of("/dir/c"), hits(node, "127.0.0.1"));
    }
  }

  @Test
  void purgeOfAllLeavesNothingAndExpireLeavesWhatIsValidated() throws IOException {
    try (CacheFixture node = twoSites()) {
      fill(node);
      node.purger.purge(new PurgeOrder(List.of(), List.of(), true, true));
      node.getFrom("127.0.0.1", "/a").assertForwarded("stale");
      node.purger.purge(new PurgeOrder(List.of(), List.of(), true, false));
      assertEquals(List.of(), hits(node, "localhost"));
    }
  }

  @Test
  void orderThatNamesNothingThereIsRefusedWholly() throws IOException {
    try (CacheFixture node = twoSites()) {
      fill(node);
      for (String url :
          List.of(
              "/a",
              "ftp://127.0.0.1/a",
              "http://else.test/a",
              "http://127.0.0.1/a#b",
              "http://[")) {
        PurgeResult result =
            node.purger.purge(
                new PurgeOrder(List.of("http://127.0.0.1/a", url), List.of(), false, false));
        PurgeResult.Refused refused = assertInstanceOf(PurgeResult.Refused.class, result, url);
        assertTrue(refused.sentence().contains(url), refused.sentence());
      }
      PurgeResult queried =
          node.purger.purge(
              new PurgeOrder(List.of(), List.of("http://127.0.0.1/a?b"), false, false));
      assertInstanceOf(PurgeResult.Refused.class, queried);
      assertEquals(List.of("/a", "/ab", "/dir/c"), hits(node, "127.0.0.1"));
    }
  }

  private static void fill(CacheFixture node) {
    for (String host : List.of("127.0.0.1", "localhost")) {
      for (String path : List.of("/a", "/ab", "/dir/c")) {
        node.getFrom(host, path);
      }
    }
  }

  private static List<String> hits(CacheFixture node, String host) {
    return List.of("/a", "/ab", "/dir/c").stream()
        .filter(path -> node.getFrom(host, path).cacheStatus().startsWith("larder; hit"))
        .toList();
  }

  private static void purge(
      CacheFixture node, boolean expire, List<String> urls, List<String> prefixes) {
    assertInstanceOf(
        PurgeResult.Purged.class, node.purger.purge(new PurgeOrder(urls, prefixes, false, expire)));
  }
}
