package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import dev.larder.testing.RoutedOrigin.Seen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site of assets, by default settings. */
class AssetsTest {

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(Instant.now());
  private RoutedOrigin origin;
  private CacheFixture node;

  @BeforeEach
  void start() throws IOException {
    origin = RoutedOrigin.start(clock);
    node = CacheFixture.assets(origin, directory, clock);
  }

  @AfterEach
  void stop() {
    node.close();
    origin.close();
    assertEquals(List.of(), node.broken);
  }

  @Test
  void secondRequestIsAHitAnsweredOnTheIoThread() {
    origin.put("/a.css", "a {}", "Content-Type", "text/css", "X-Own", "kept");
    Got miss = node.get("/a.css").assertForwarded("uri-miss; fwd-status=200; stored");
    assertFalse(miss.has("Age"), "the origin was asked");
    Got hit = node.get("/a.css").assertHit();
    assertEquals("a {}", hit.text());
    assertEquals("kept", hit.field("X-Own"));
    assertEquals("0", hit.field("Age"));
    assertEquals("1.1 larder", hit.field("Via"));
    assertEquals(1, origin.seen().size());
    node.awaitFinished(2);
    assertTrue(node.finished.getLast().immediate());
  }

  @Test
  void originLearnsNothingOfTheClient() {
    origin.put("/a.css", "a {}");
    node.get(
        "/a.css?v=1",
        "Cookie",
        "id=1",
        "User-Agent",
        "spy",
        "X-Forwarded-Host",
        "evil.test",
        "Authorization",
        "Basic eDp5",
        "Accept-Encoding",
        "gzip",
        "Referer",
        "http://evil.test/");
    Seen seen = origin.seen("/a.css?v=1").getFirst();
    for (String name : List.of("Cookie", "X-Forwarded-Host", "Authorization", "Referer")) {
      assertNull(seen.field(name), name);
    }
    assertEquals("larder", seen.field("User-Agent"));
    assertEquals("identity", seen.field("Accept-Encoding"));
    assertEquals("1.1 larder", seen.field("Via"));
    assertEquals(origin.url(), "http://" + seen.field("Host"));
  }

  @Test
  void requestCannotForceOriginTraffic() {
    origin.put("/a.css", "a {}", "Cache-Control", "max-age=60");
    node.get("/a.css");
    node.get("/a.css", "Cache-Control", "no-cache").assertHit();
    node.get("/a.css", "Cache-Control", "max-age=0", "Pragma", "no-cache").assertHit();
  }

  @Test
  void requestWithNoStoreIsAnsweredAndNotStored() {
    origin.put("/a.css", "a {}");
    node.get("/a.css", "Cache-Control", "no-store").assertForwarded("uri-miss");
    node.get("/a.css").assertForwarded("uri-miss; fwd-status=200; stored");
    node.get("/a.css", "Cache-Control", "no-store").assertHit();
  }

  @Test
  void whatTheOriginForbidsIsNeverStored() {
    for (String directive : List.of("no-store", "private", "no-store, max-age=60")) {
      origin.put("/" + directive.length(), "x", "Cache-Control", directive);
      for (int i = 0; i < 3; i++) {
        Got got = node.get("/" + directive.length()).assertForwarded("uri-miss");
        assertFalse(got.cacheStatus().contains("stored"), got.cacheStatus());
        assertEquals(directive, got.field("Cache-Control"));
        assertEquals("x", got.text());
      }
      assertEquals(3, origin.seen("/" + directive.length()).size());
    }
  }

  @Test
  void purgeEndsTheMemoryOfBeingUncacheable() {
    origin.put("/a.css", "a {}", "Cache-Control", "no-store");
    node.get("/a.css");
    origin.put("/a.css", "a {}");
    node.purge(false, "/a.css");
    node.get("/a.css").assertForwarded("uri-miss; fwd-status=200; stored");
  }

  @Test
  void noCacheIsStoredAndValidatedEachTime() {
    origin.putTagged("/a.css", "a {}", "\"1\"", "Cache-Control", "no-cache");
    node.get("/a.css");
    Got second = node.get("/a.css").assertForwarded("stale; fwd-status=304");
    assertEquals("a {}", second.text());
    assertEquals("\"1\"", origin.seen().getLast().field("If-None-Match"));
  }

  @Test
  void staleResponseIsFreshenedByA304() {
    origin.putTagged("/a.css", "a {}", "W/\"1\"", "Cache-Control", "max-age=10", "X-Turn", "1");
    node.get("/a.css");
    clock.advance(Duration.ofSeconds(5));
    assertEquals(5, node.get("/a.css").assertHit().age());
    origin.putTagged("/a.css", "b {}", "W/\"1\"", "Cache-Control", "max-age=10", "X-Turn", "2");
    clock.advance(Duration.ofSeconds(6));
    Got validated = node.get("/a.css").assertForwarded("stale; fwd-status=304");
    assertEquals("a {}", validated.text());
    assertEquals("W/\"1\"", origin.seen().getLast().field("If-None-Match"));
    Got hit = node.get("/a.css").assertHit();
    assertEquals("2", hit.field("X-Turn"));
    assertEquals(2, origin.seen().size());
  }

  @Test
  void staleResponseIsReplacedByANewOne() {
    origin.putTagged("/a.css", "a {}", "\"1\"", "Cache-Control", "max-age=10");
    node.get("/a.css");
    origin.putTagged("/a.css", "b {}", "\"2\"", "Cache-Control", "max-age=10");
    clock.advance(Duration.ofSeconds(11));
    assertEquals("b {}", node.get("/a.css").assertForwarded("stale; fwd-status=200").text());
    assertEquals("b {}", node.get("/a.css").assertHit().text());
  }

  @Test
  void staleResponseStandsInForAnOriginInTrouble() {
    origin.putTagged("/a.css", "a {}", "\"1\"", "Cache-Control", "max-age=10");
    node.get("/a.css");
    clock.advance(Duration.ofHours(1));
    origin.put("/a.css", 503, "busy");
    Got standIn = node.get("/a.css").assertForwarded("stale; fwd-status=503");
    assertEquals(200, standIn.status());
    assertEquals("a {}", standIn.text());
    clock.advance(Duration.ofHours(24));
    Got later = node.get("/a.css");
    assertEquals(503, later.status(), later::cacheStatus);
  }

  @Test
  void mustRevalidateNeverStandsIn() {
    origin.put("/a.css", "a {}", "Cache-Control", "max-age=10, must-revalidate");
    node.get("/a.css");
    clock.advance(Duration.ofSeconds(11));
    origin.put("/a.css", 500, "broken");
    assertEquals(500, node.get("/a.css").status());
  }

  @Test
  void staleWhileRevalidateAnswersAtOnceAndRefreshesBehind() {
    origin.putTagged(
        "/a.css", "a {}", "\"1\"", "Cache-Control", "max-age=10, stale-while-revalidate=60");
    node.get("/a.css");
    origin.putTagged(
        "/a.css", "b {}", "\"2\"", "Cache-Control", "max-age=10, stale-while-revalidate=60");
    clock.advance(Duration.ofSeconds(20));
    Got stale = node.get("/a.css").assertHit();
    assertEquals("a {}", stale.text());
    assertTrue(stale.cacheStatus().contains("ttl=-10"), stale.cacheStatus());
    CacheFixture.await(() -> node.get("/a.css").text().equals("b {}"), "the new text");
  }

  @Test
  void lifetimeIsGivenWhereNoneIsNamed() {
    origin.put("/a.css", "a {}", "Pragma", "no-cache");
    node.get("/a.css");
    clock.advance(Duration.ofHours(23));
    Got hit = node.get("/a.css").assertHit();
    assertEquals("public, max-age=" + (hit.age() + 600), hit.field("Cache-Control"));
    assertEquals(23 * 3600, hit.age());
    assertFalse(hit.has("Pragma"));
    clock.advance(Duration.ofHours(2));
    node.get("/a.css").assertForwarded("stale");
  }

  @Test
  void explicitLifetimeIsHonouredAndPassedOn() {
    origin.put("/a.css", "a {}", "Cache-Control", "max-age=5, s-maxage=100");
    node.get("/a.css");
    clock.advance(Duration.ofSeconds(99));
    assertEquals("max-age=5, s-maxage=100", node.get("/a.css").assertHit().field("Cache-Control"));
  }

  @Test
  void cookiesGoToTheClientWhoCausedTheFetchAlone() {
    origin.put("/a.css", "a {}", "Set-Cookie", "id=1", "Cache-Control", "max-age=60");
    assertEquals("id=1", node.get("/a.css").field("Set-Cookie"));
    assertFalse(node.get("/a.css").assertHit().has("Set-Cookie"));
  }

  @Test
  void errorsAreKeptForMomentsOnly() {
    node.get("/none");
    assertEquals(404, node.get("/none").assertHit().status());
    clock.advance(Duration.ofSeconds(11));
    node.get("/none").assertForwarded("stale");
  }

  @Test
  void serverErrorIsNeitherStoredNorRemembered() {
    origin.put("/a.css", 503, "busy");
    assertEquals(503, node.get("/a.css").status());
    origin.put("/a.css", "a {}");
    node.get("/a.css").assertForwarded("uri-miss; fwd-status=200; stored");
    node.get("/a.css").assertHit();
  }

  @Test
  void originThatIsGoneIsABadGateway() {
    origin.close();
    Got got = node.get("/a.css").assertForwarded("uri-miss");
    assertEquals(502, got.status());
    assertEquals("no-store", got.field("Cache-Control"));
  }

  @Test
  void unasked304IsABadGateway() {
    origin.put("/a.css", 304, "");
    assertEquals(502, node.get("/a.css").status());
  }

  @Test
  void otherMethodsNeverReachTheOrigin() {
    Got refused = node.send("POST", "/a.css", "x");
    assertEquals(405, refused.status());
    assertEquals("GET, HEAD, OPTIONS", refused.field("Allow"));
    Got options =
        node.send("OPTIONS", "/a.css", "", "Access-Control-Request-Headers", "x-one, x-two");
    assertEquals(204, options.status());
    assertEquals("*", options.field("Access-Control-Allow-Origin"));
    assertEquals("GET, HEAD, OPTIONS", options.field("Access-Control-Allow-Methods"));
    assertEquals("x-one, x-two", options.field("Access-Control-Allow-Headers"));
    assertEquals(List.of(), origin.seen());
  }

  @Test
  void corsFieldsAreOurs() {
    origin.put("/a.css", "a {}", "Access-Control-Allow-Origin", "https://one.test");
    node.get("/a.css");
    assertEquals("*", node.get("/a.css").field("Access-Control-Allow-Origin"));
  }

  @Test
  void onlyIfCachedWithoutAnythingIsAGatewayTimeout() {
    assertEquals(504, node.get("/a.css", "Cache-Control", "only-if-cached").status());
    assertEquals(List.of(), origin.seen());
  }

  @Test
  void spellingsOfOnePathShareAResponse() {
    origin.put("/a.css", "a {}");
    node.get("/%61.css");
    node.get("/x/../a.css").assertHit();
    assertEquals("/a.css", origin.seen().getFirst().target());
  }

  @Test
  void cacheStatusOfFurtherUpIsKept() {
    origin.put("/a.css", "a {}", "Cache-Status", "shield; hit");
    assertTrue(node.get("/a.css").cacheStatus().startsWith("shield; hit, larder; fwd=uri-miss"));
    assertTrue(node.get("/a.css").cacheStatus().startsWith("shield; hit, larder; hit"));
  }

  @Test
  void originThatChangesItsMindAboutStoringIsHeardAtOnce() {
    origin.put("/a", "x", "Cache-Control", "no-store");
    node.get("/a").assertForwarded("uri-miss");
    origin.put("/a", "y", "Cache-Control", "max-age=60");
    assertEquals("y", node.get("/a").assertForwarded("uri-miss").text());
    assertEquals("y", node.get("/a").assertHit().text());
  }
}
