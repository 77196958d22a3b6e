package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.ContentCoding;
import dev.larder.testing.Decoded;
import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the bytes of origins that code although nobody asked for it. */
class OriginsVariantTest {
  private static final byte[] SCRIPT = Coded.script(150_000);

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
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

  private void put(String coding, byte[] coded, String... more) {
    String[] fields = Arrays.copyOf(more, more.length + 4);
    fields[more.length] = "Content-Type";
    fields[more.length + 1] = "text/javascript";
    fields[more.length + 2] = "Content-Encoding";
    fields[more.length + 3] = coding;
    origin.put("/a.js", coded, fields);
  }

  private Got get(String coding) {
    return node.get("/a.js", "Accept-Encoding", coding);
  }

  private static void assertScript(Got got) {
    String coding = got.has("Content-Encoding") ? got.field("Content-Encoding") : "identity";
    assertArrayEquals(SCRIPT, Decoded.of(coding, got.bytes()));
  }

  private static ContentCoding named(String coding) {
    return coding.equals("br") ? ContentCoding.BROTLI : ContentCoding.GZIP;
  }

  @ParameterizedTest
  @CsvSource({"br, 11", "gzip, 9"})
  void smallerBytesOfTheOriginAreKeptInPlaceOfOurs(String coding, int effort) throws IOException {
    byte[] coded = Coded.in(named(coding), SCRIPT, effort);
    put(coding, coded);
    assertScript(node.get("/a.js"));
    node.awaitVariant("/a.js", coding, '-' + coding + '-');
    Got got = get(coding).assertHit();
    assertArrayEquals(coded, got.bytes());
    String tag = got.field("ETag");
    assertEquals(304, node.get("/a.js", "Accept-Encoding", coding, "If-None-Match", tag).status());
    assertScript(node.get("/a.js").assertHit());
    assertEquals(1, origin.seen().size());
  }

  @ParameterizedTest
  @CsvSource({"br, 1", "gzip, 1"})
  void largerBytesOfTheOriginAreNotKept(String coding, int effort) throws IOException {
    byte[] coded = Coded.in(named(coding), SCRIPT, effort);
    put(coding, coded);
    assertScript(get(coding));
    node.awaitQuiet();
    Got got = get(coding).assertHit();
    assertTrue(got.bytes().length < coded.length);
    assertTrue(got.field("ETag").contains('-' + coding + (coding.equals("br") ? '5' : '6')));
    assertScript(got);
  }

  /** Browsers stop after the first member. */
  @Test
  void severalMembersOfGzipAreNotPassedOn() throws IOException {
    byte[] one = Coded.gzip(SCRIPT, 9);
    byte[] none = Coded.gzip(new byte[0], 9);
    byte[] coded = Arrays.copyOf(one, one.length + none.length);
    System.arraycopy(none, 0, coded, one.length, none.length);
    put("gzip", coded);
    assertScript(node.get("/a.js"));
    node.awaitQuiet();
    Got got = get("gzip").assertHit();
    assertTrue(got.bytes().length > coded.length, "the test shows nothing");
    assertScript(got);
  }

  @Test
  void whatMayNotLeaveCodedIsNotKeptCoded() throws IOException {
    byte[] small = Coded.script(255);
    put("gzip", Coded.gzip(small, 9));
    node.get("/a.js");
    node.awaitQuiet();
    Got got = get("gzip").assertHit();
    assertFalse(got.has("Content-Encoding"));
    assertArrayEquals(small, got.bytes());
  }

  @Test
  void damageAtTheEndLeavesNothing() throws IOException {
    byte[] coded = Coded.gzip(SCRIPT, 9);
    coded[coded.length - 6] ^= 1;
    put("gzip", coded);
    assertTrue(
        node.getLater("/a.js").handle((got, failure) -> failure != null).join(), "it is cut");
    node.awaitQuiet();
    put("gzip", Coded.gzip(SCRIPT, 1));
    assertScript(get("gzip").assertForwarded("uri-miss"));
    node.awaitQuiet();
    assertScript(get("gzip").assertHit());
  }

  @Test
  void purgeMeanwhileLeavesNothing() throws IOException {
    byte[] coded = Coded.gzip(SCRIPT, 9);
    CountDownLatch purged = new CountDownLatch(1);
    origin.put(
        "/a.js",
        (request, wire) -> {
          wire.head(
              200, coded.length, "Content-Type", "text/javascript", "Content-Encoding", "gzip");
          wire.send(Arrays.copyOf(coded, 10_000));
          awaitUninterrupted(purged);
          wire.send(Arrays.copyOfRange(coded, 10_000, coded.length));
        });
    CompletableFuture<Got> overtaken = node.getLater("/a.js");
    CacheFixture.await(() -> !origin.seen().isEmpty(), "the request");
    node.purge(false, "/a.js");
    purged.countDown();
    assertScript(overtaken.join());
    node.awaitQuiet();
    byte[] other = Coded.script(120_000);
    origin.put("/a.js", other, "Content-Type", "text/javascript");
    Got got = get("gzip").assertForwarded("uri-miss");
    assertArrayEquals(other, Decoded.of("gzip", got.bytes()));
  }

  private static void awaitUninterrupted(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Test
  void brotliOfTheOriginIsImprovedLikeOurs() throws IOException {
    byte[] coded = Coded.brotli(SCRIPT, 9);
    put("br", coded);
    try (CacheFixture improving =
        CacheFixture.improving(origin, directory.resolve("improving"), clock)) {
      improving.get("/a.js");
      improving.awaitVariant("/a.js", "br", "-br-");
      for (int i = 0; i < 3; i++) {
        assertArrayEquals(coded, improving.get("/a.js", "Accept-Encoding", "br").bytes());
      }
      improving.awaitVariant("/a.js", "br", "-br11");
      Got improved = improving.get("/a.js", "Accept-Encoding", "br").assertHit();
      assertTrue(improved.bytes().length < coded.length);
      assertScript(improved);
      assertEquals(List.of(), improving.broken);
    }
  }
}
