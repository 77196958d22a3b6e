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

/** A site that is passed on as it is. */
class FaithfulTest {

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(Instant.now());
  private RoutedOrigin origin;
  private CacheFixture node;

  @BeforeEach
  void start() throws IOException {
    origin = RoutedOrigin.start(clock);
    node = CacheFixture.faithful(origin, directory, clock);
  }

  @AfterEach
  void stop() {
    node.close();
    origin.close();
    assertEquals(List.of(), node.broken);
  }

  @Test
  void everyFieldLeavesAsItCame() {
    origin.put(
        "/a",
        "x".repeat(1000),
        "Content-Type",
        "text/html",
        "Cache-Control",
        "max-age=60",
        "Expires",
        "0",
        "Pragma",
        "x",
        "X-Own",
        "1",
        "Access-Control-Allow-Origin",
        "https://one.test");
    for (Got got : List.of(node.get("/a", "Accept-Encoding", "br"), node.get("/a"))) {
      assertEquals("max-age=60", got.field("Cache-Control"));
      assertEquals("0", got.field("Expires"));
      assertEquals("x", got.field("Pragma"));
      assertEquals("1", got.field("X-Own"));
      assertEquals("https://one.test", got.field("Access-Control-Allow-Origin"));
      for (String name : List.of("Content-Encoding", "Vary", "ETag", "Accept-Ranges")) {
        assertFalse(got.has(name), name);
      }
    }
    node.get("/a").assertHit();
  }

  @Test
  void requestFieldsAreForwardedButForConditions() {
    origin.put("/a", "x", "Cache-Control", "max-age=60");
    node.get(
        "/a", "Cookie", "id=1", "If-None-Match", "\"1\"", "Range", "bytes=0-0", "User-Agent", "me");
    Seen seen = origin.seen("/a").getFirst();
    assertEquals("id=1", seen.field("Cookie"));
    assertEquals("me", seen.field("User-Agent"));
    assertNull(seen.field("If-None-Match"));
    assertNull(seen.field("Range"));
  }

  @Test
  void noLifetimeIsInvented() {
    origin.put("/a", "x");
    node.get("/a");
    Got again = node.get("/a").assertForwarded("uri-miss");
    assertFalse(again.has("Cache-Control"));
  }

  @Test
  void requestDirectivesAreObeyed() {
    origin.put("/a", "x", "Cache-Control", "max-age=60");
    node.get("/a");
    clock.advance(Duration.ofSeconds(30));
    node.get("/a").assertHit();
    node.get("/a", "Cache-Control", "min-fresh=40").assertForwarded("request");
    clock.advance(Duration.ofSeconds(30));
    node.get("/a", "Cache-Control", "max-age=10").assertForwarded("request");
    node.get("/a", "Cache-Control", "no-cache").assertForwarded("request");
    clock.advance(Duration.ofSeconds(70));
    node.get("/a", "Cache-Control", "max-stale=20").assertHit();
    node.get("/a", "Cache-Control", "only-if-cached, max-stale").assertHit();
    assertEquals(504, node.get("/a", "Cache-Control", "only-if-cached").status());
  }

  @Test
  void methodsPassBodyAndAllAndInvalidate() {
    origin.put("/a", "one", "Cache-Control", "max-age=60");
    origin.put("/b", "two", "Cache-Control", "max-age=60");
    node.get("/a");
    node.get("/b");
    origin.put("/a", 201, "made", "Location", "/b");
    Got posted = node.send("POST", "/a", "news", "Content-Type", "text/plain");
    assertEquals(201, posted.status());
    assertEquals("made", posted.text());
    posted.assertForwarded("method; fwd-status=201");
    assertEquals("news", origin.seen("/a").getLast().body());
    origin.put("/a", "new one", "Cache-Control", "max-age=60");
    assertEquals("new one", node.get("/a").text());
    node.get("/b").assertForwarded("uri-miss");
  }

  @Test
  void failedMethodInvalidatesNothing() {
    origin.put("/a", "one", "Cache-Control", "max-age=60");
    node.get("/a");
    origin.put("/a", 500, "no");
    node.send("DELETE", "/a", "");
    node.get("/a").assertHit();
  }

  @Test
  void answerToAnAuthorizedRequestIsSharedOnlyWhereTheOriginSaysSo() {
    origin.put("/own", "x", "Cache-Control", "max-age=60");
    origin.put("/shared", "x", "Cache-Control", "max-age=60, public");
    String[] authorized = {"Authorization", "Basic eDp5"};
    node.get("/own", authorized).assertForwarded("uri-miss");
    node.get("/own", authorized).assertForwarded("uri-miss");
    assertEquals("Basic eDp5", origin.seen("/own").getFirst().field("Authorization"));
    node.get("/own").assertForwarded("uri-miss; fwd-status=200; stored");
    node.get("/own", authorized).assertHit();
    node.get("/shared", authorized);
    node.get("/shared").assertHit();
  }

  @Test
  void uncacheableAnswersPassWithConditionsAndRanges() {
    origin.put("/a", "x", "Cache-Control", "private");
    node.get("/a");
    node.get("/a", "If-None-Match", "\"1\"", "Range", "bytes=0-0");
    Seen seen = origin.seen("/a").getLast();
    assertEquals("\"1\"", seen.field("If-None-Match"));
    assertEquals("bytes=0-0", seen.field("Range"));
  }

  @Test
  void staleIsServedOnlyWhenTheOriginIsGone() {
    origin.put("/a", "x", "Cache-Control", "max-age=10");
    node.get("/a");
    clock.advance(Duration.ofSeconds(20));
    origin.put("/a", 500, "no");
    assertEquals(500, node.get("/a").status());
    origin.close();
    Got standIn = node.get("/a").assertForwarded("stale");
    assertEquals(200, standIn.status());
    assertEquals(20, standIn.age());
  }

  @Test
  void variantsAndCorsAreMadeWhereSwitchedOn() throws IOException {
    SiteOptions options =
        SiteDraft.of(Policy.FAITHFUL).variants(true).allowOrigin("https://app.test").options();
    try (CacheFixture improved =
        CacheFixture.with(origin, directory.resolve("other"), clock, options)) {
      origin.put("/a", "x".repeat(2000), "Content-Type", "text/css", "Cache-Control", "max-age=60");
      Got br = improved.get("/a", "Accept-Encoding", "br");
      assertEquals("br", br.field("Content-Encoding"));
      assertEquals("Accept-Encoding", br.field("Vary"));
      assertEquals("https://app.test", br.field("Access-Control-Allow-Origin"));
      assertTrue(improved.get("/a").assertHit().field("Vary").contains("Accept-Encoding"));
    }
  }
}
