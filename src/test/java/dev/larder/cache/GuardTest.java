package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of answers that are not what their URL promises. */
class GuardTest {
  private static final String PAGE = "<!doctype html><title>Sign in</title>";
  private static final String SCRIPT = "export default 1";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String JAVASCRIPT = "text/javascript";

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private RoutedOrigin origin;

  @BeforeEach
  void start() throws IOException {
    origin = RoutedOrigin.start(clock);
  }

  @AfterEach
  void stop() {
    origin.close();
  }

  private CacheFixture node(SiteOptions options, RoutedOrigin... origins) throws IOException {
    List<String> urls = List.of(origins).stream().map(RoutedOrigin::url).toList();
    return CacheFixture.of(directory, clock, new CacheFixture.Plan(options, urls));
  }

  private CacheFixture node() throws IOException {
    return node(SiteDraft.of(Policy.ASSETS).options(), origin);
  }

  private int asked(String path) {
    return origin.seen(path).size();
  }

  @Test
  void pageInPlaceOfAScriptGoesToWhoAskedAndIsNotStored() throws IOException {
    origin.put(
        "/a.js", PAGE, "Content-Type", HTML, "Cache-Control", "max-age=9999", "ETag", "\"1\"");
    try (CacheFixture node = node()) {
      Got got = node.get("/a.js").assertForwarded("uri-miss");
      assertEquals(PAGE, got.text());
      assertEquals("no-store", got.field("Cache-Control"));
      assertTrue(got.cacheStatus().contains("HTML where a script is promised"), got.cacheStatus());
      assertFalse(got.cacheStatus().contains("stored"), got.cacheStatus());
      assertEquals(List.of("/a.js: HTML where a script is promised"), node.objections);

      origin.put("/a.js", SCRIPT, "Content-Type", JAVASCRIPT);
      assertEquals(SCRIPT, node.get("/a.js").text());
      CacheFixture.await(
          () -> node.get("/a.js").cacheStatus().startsWith("larder; hit"), "the script in store");
    }
  }

  @Test
  void emptyScriptIsNotStored() throws IOException {
    origin.put("/a.js", "", "Content-Type", JAVASCRIPT);
    origin.put("/a.html", "", "Content-Type", HTML);
    try (CacheFixture node = node()) {
      assertEquals("no-store", node.get("/a.js").field("Cache-Control"));
      node.get("/a.js");
      assertEquals(2, asked("/a.js"));
      node.get("/a.html");
      node.awaitHit("/a.html");
    }
  }

  @Test
  void nextOriginIsAsked() throws IOException {
    try (RoutedOrigin second = RoutedOrigin.start(clock);
        CacheFixture node = node(SiteDraft.of(Policy.ASSETS).options(), origin, second)) {
      origin.put("/a.js", PAGE, "Content-Type", HTML);
      second.put("/a.js", SCRIPT, "Content-Type", JAVASCRIPT);
      assertEquals(SCRIPT, node.get("/a.js").text());
      assertEquals(SCRIPT, node.get("/a.js").assertHit().text());
      assertEquals(1, asked("/a.js"));
      assertEquals(1, node.objections.size());
    }
  }

  @Test
  void wrongAnswersOfAllOriginsAreToldOfOneByOne() throws IOException {
    try (RoutedOrigin second = RoutedOrigin.start(clock);
        CacheFixture node = node(SiteDraft.of(Policy.ASSETS).options(), origin, second)) {
      origin.put("/a.js", PAGE, "Content-Type", HTML);
      second.put("/a.js", PAGE + "2", "Content-Type", HTML);
      assertEquals(PAGE + "2", node.get("/a.js").text());
      assertEquals(2, node.objections.size());
    }
  }

  @Test
  void staleResponseStandsIn() throws IOException {
    origin.put("/a.js", SCRIPT, "Content-Type", JAVASCRIPT, "Cache-Control", "max-age=10");
    try (CacheFixture node = node()) {
      node.get("/a.js");
      clock.advance(Duration.ofSeconds(20));
      origin.put("/a.js", PAGE, "Content-Type", HTML);
      for (int i = 0; i < 2; i++) {
        Got got = node.get("/a.js");
        assertEquals(SCRIPT, got.text());
        assertTrue(got.cacheStatus().contains("detail=\"stale: HTML"), got.cacheStatus());
      }
    }
  }

  @Test
  void revalidatedInTheBackgroundTheOldOneStays() throws IOException {
    String control = "max-age=10, stale-while-revalidate=1000";
    origin.put("/a.js", SCRIPT, "Content-Type", JAVASCRIPT, "Cache-Control", control);
    try (CacheFixture node = node()) {
      node.get("/a.js");
      clock.advance(Duration.ofSeconds(20));
      origin.put("/a.js", PAGE, "Content-Type", HTML);
      assertEquals(SCRIPT, node.get("/a.js").assertHit().text());
      CacheFixture.await(() -> !node.objections.isEmpty(), "the objection");
      assertEquals(SCRIPT, node.get("/a.js").text());
    }
  }

  @Test
  void whatWasConfirmedIsNotJudgedAgain() throws IOException {
    origin.putTagged(
        "/a.js", SCRIPT, "\"1\"", "Content-Type", JAVASCRIPT, "Cache-Control", "max-age=10");
    try (CacheFixture node = node()) {
      node.get("/a.js");
      clock.advance(Duration.ofSeconds(20));
      assertEquals(SCRIPT, node.get("/a.js").text());
      assertEquals(SCRIPT, node.get("/a.js").assertHit().text());
      assertEquals(List.of(), node.objections);
    }
  }

  @Test
  void pageOfErrorsIsStoredAsWhatItIs() throws IOException {
    origin.put("/a.js", 404, PAGE, "Content-Type", HTML, "Cache-Control", "max-age=60");
    try (CacheFixture node = node()) {
      node.get("/a.js");
      assertEquals(404, node.get("/a.js").assertHit().status());
    }
  }

  @Test
  void siteMayDoWithoutIt() throws IOException {
    origin.put("/a.js", PAGE, "Content-Type", HTML);
    try (CacheFixture node = node(SiteDraft.of(Policy.ASSETS).guard(false).options(), origin)) {
      node.get("/a.js");
      assertEquals(PAGE, node.get("/a.js").assertHit().text());
    }
  }

  @Test
  void faithfulSiteHasItWhenItSaysSo() throws IOException {
    origin.put("/a.js", PAGE, "Content-Type", HTML, "Cache-Control", "max-age=60");
    try (CacheFixture node = node(SiteDraft.of(Policy.FAITHFUL).guard(true).options(), origin)) {
      for (int i = 1; i <= 2; i++) {
        assertEquals("no-store", node.get("/a.js").field("Cache-Control"));
        assertEquals(i, asked("/a.js"));
      }
    }
  }

  @Test
  void crowdThatWaitsForAWrongAnswerIsAnswered() throws IOException {
    origin.put("/a.js", PAGE, "Content-Type", HTML);
    try (CacheFixture node = node()) {
      List<CompletableFuture<Got>> crowd =
          IntStream.range(0, 20).mapToObj(i -> node.getLater("/a.js")).toList();
      for (CompletableFuture<Got> waiting : crowd) {
        Got got = waiting.join();
        assertEquals(PAGE, got.text());
        assertEquals("no-store", got.field("Cache-Control"));
      }
    }
  }
}
