package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.larder.testing.Decoded;
import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variants and their tags, seen through another cache that stands before this one. */
class BehindACacheTest {
  private static final String TEXT =
      new Random(7)
          .ints(1_500, 0, 500)
          .mapToObj(number -> "function item" + number + "() { return " + number % 7 + "; }\n")
          .collect(Collectors.joining());

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(Instant.now());
  private RoutedOrigin origin;
  private CacheFixture node;
  private CacheFixture before;

  @BeforeEach
  void start() throws IOException {
    origin = RoutedOrigin.start(clock);
    node = CacheFixture.improving(origin, directory.resolve("node"), clock);
    before =
        CacheFixture.of(
            directory.resolve("before"),
            clock,
            new CacheFixture.Plan(SiteDraft.of(Policy.FAITHFUL).options(), List.of(node.url(""))));
    origin.putTagged(
        "/a.js",
        TEXT,
        "\"one\"",
        "Content-Type",
        "text/javascript",
        "Cache-Control",
        "max-age=3600");
  }

  @AfterEach
  void stop() {
    before.close();
    node.close();
    origin.close();
    assertEquals(List.of(), node.broken);
    assertEquals(List.of(), before.broken);
  }

  private static byte[] content() {
    return TEXT.getBytes(StandardCharsets.UTF_8);
  }

  private Got through(String coding) {
    return before.get("/a.js", "Accept-Encoding", coding);
  }

  @Test
  void whatWasImprovedMeanwhileIsFreshenedByItsOldTag() {
    node.awaitHit("/a.js");
    Got first = through("br");
    assertEquals("\"one-br5.1\"", first.field("ETag"));
    CacheFixture.await(
        () -> node.get("/a.js", "Accept-Encoding", "br").field("ETag").equals("\"one-br11.2\""),
        "a better variant");
    clock.advance(Duration.ofHours(2));
    Got again = through("br");
    assertEquals(200, again.status());
    assertEquals(
        "larder; fwd=stale; fwd-status=304", again.cacheStatus().replaceFirst("^.*, ", ""));
    assertArrayEquals(first.bytes(), again.bytes(), "nothing was sent anew");
    assertEquals("\"one-br5.1\"", again.field("ETag"));
    assertArrayEquals(content(), Decoded.of("br", again.bytes()));
  }

  @Test
  void eachClientGetsWhatItReadsThoughTheCacheHoldsOtherVariants() {
    node.awaitHit("/a.js");
    through("br");
    Got plain = through("identity");
    assertFalse(plain.has("Content-Encoding"));
    assertArrayEquals(content(), plain.bytes());
    Got gzip = through("gzip");
    assertArrayEquals(content(), Decoded.of("gzip", gzip.bytes()));
    clock.advance(Duration.ofHours(2));
    assertArrayEquals(content(), through("identity").bytes());
    assertArrayEquals(content(), Decoded.of("gzip", through("gzip").bytes()));
    assertArrayEquals(content(), Decoded.of("br", through("br").bytes()));
  }

  /** A cache lists the tags of all variants that it has (RFC 9111 §4.3.1). */
  @Test
  void tagOfACodingThatTheRequestRefusesNeverMatches() {
    node.awaitHit("/a.js");
    node.get("/a.js", "Accept-Encoding", "gzip");
    String list = "\"one-br5.1\", \"one-br11.2\", \"one-gzip6.1\"";
    assertEquals(
        200, node.get("/a.js", "Accept-Encoding", "identity", "If-None-Match", list).status());
    Got gzip = node.get("/a.js", "Accept-Encoding", "gzip", "If-None-Match", list);
    assertEquals(304, gzip.status());
    assertEquals("\"one-gzip6.1\"", gzip.field("ETag"));
    Got brotli = node.get("/a.js", "Accept-Encoding", "br", "If-None-Match", list);
    assertEquals("\"one-br5.1\"", brotli.field("ETag"));
  }
}
