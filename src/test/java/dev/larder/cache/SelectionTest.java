package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Selection by the request fields that {@code Vary} names (RFC 9111 §4.1). */
class SelectionTest {

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(Instant.now());
  private RoutedOrigin origin;
  private CacheFixture node;

  @BeforeEach
  void start() throws IOException {
    origin = RoutedOrigin.start(clock);
    node = CacheFixture.assets(origin, directory, clock);
    origin.put("/a", speaking("Accept-Language"));
  }

  @AfterEach
  void stop() {
    node.close();
    origin.close();
    assertEquals(List.of(), node.broken);
  }

  /** Answers with what the field says that it varies by. */
  private static RoutedOrigin.Route speaking(String field) {
    return (request, wire) ->
        wire.reply(
            request,
            200,
            String.valueOf(request.field(field)),
            "Vary",
            field,
            "Cache-Control",
            "max-age=60");
  }

  @Test
  void firstClientGetsWhatItSelects() {
    assertEquals("de", node.get("/a", "Accept-Language", "de").text());
  }

  @Test
  void severalLiveSideBySide() {
    node.get("/a", "Accept-Language", "de");
    node.get("/a", "Accept-Language", "fr").assertForwarded("vary-miss");
    node.get("/a").assertHit();
    assertEquals("de", node.get("/a", "Accept-Language", "DE").assertHit().text());
    assertEquals("fr", node.get("/a", "Accept-Language", "fr").assertHit().text());
    assertEquals("null", node.get("/a").assertHit().text());
  }

  @Test
  void purgeTakesAllOfThem() {
    node.get("/a", "Accept-Language", "de");
    node.get("/a", "Accept-Language", "fr");
    node.purge(false, "/a");
    node.get("/a", "Accept-Language", "de").assertForwarded("vary-miss");
    node.get("/a", "Accept-Language", "fr").assertForwarded("vary-miss");
  }

  @Test
  void newestVaryDecides() {
    node.get("/a", "Accept-Language", "de");
    origin.put("/a", "for all", "Cache-Control", "max-age=60");
    node.get("/a", "Accept-Language", "fr").assertForwarded("vary-miss");
    assertEquals("for all", node.get("/a", "Accept-Language", "de").assertHit().text());
  }

  @Test
  void siteOfAssetsDoesNotVaryByWhatItDoesNotForward() {
    origin.put("/b", speaking("User-Agent"));
    node.get("/b", "User-Agent", "one");
    node.get("/b", "User-Agent", "two").assertHit();
  }

  @Test
  void starIsNeverReused() {
    origin.put("/b", "x", "Vary", "*", "Cache-Control", "max-age=60");
    node.get("/b").assertForwarded("uri-miss");
    node.get("/b").assertForwarded("uri-miss");
  }

  @Test
  void nobodyFillsTheStoreWithCopiesOfOneObject() {
    for (int i = 0; i < Selectors.MOST_OF_A_KEY + 10; i++) {
      assertEquals("x" + i, node.get("/a", "Accept-Language", "x" + i).text());
    }
    node.get("/a", "Accept-Language", "x1").assertHit();
    Got beyond = node.get("/a", "Accept-Language", "y");
    assertEquals("y", beyond.text());
    assertEquals(
        "larder; fwd=vary-miss; fwd-status=200; detail=\"too many selections\"",
        beyond.cacheStatus());
  }
}
