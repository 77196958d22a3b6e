package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.Decoded;
import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Origins that code their answers although the node asks for identity, and those that lie of it.
 */
class UnaskedCodingTest {
  private static final String TEXT = "const asset = 'unasked';\n".repeat(1_000);

  /** The text "Brotli!" in one block that is not compressed (RFC 7932 §9). */
  private static final byte[] BROTLI = HexFormat.of().parseHex("0b038042726f746c692103");

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

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(coded)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return coded.toByteArray();
  }

  private void putCoded(String path, String coding, byte[] body, String... more) {
    String[] fields = Arrays.copyOf(more, more.length + 4);
    fields[more.length] = "Content-Type";
    fields[more.length + 1] = "text/javascript";
    fields[more.length + 2] = "Content-Encoding";
    fields[more.length + 3] = coding;
    origin.put(path, body, fields);
  }

  private static void assertText(String expected, Got got) {
    assertEquals(200, got.status());
    String coding = got.has("Content-Encoding") ? got.field("Content-Encoding") : "identity";
    assertEquals(expected, new String(Decoded.of(coding, got.bytes()), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP"})
  void gzipIsTakenOffAndClientsGetWhatTheyAskFor(String label) throws IOException {
    putCoded("/a.js", label, gzip(TEXT), "ETag", "\"1\"", "Content-Digest", "sha-256=:AA=:");
    Got first = node.get("/a.js");
    assertText(TEXT, first);
    assertFalse(first.has("Content-Encoding"));
    assertFalse(first.has("Content-Digest"), "it was of other bytes");
    assertEquals("W/\"1\"", first.field("ETag"));
    Got identity = node.get("/a.js").assertHit();
    assertFalse(identity.has("Content-Encoding"));
    assertText(TEXT, identity);
    assertText(TEXT, node.get("/a.js", "Accept-Encoding", "gzip").assertHit());
    Got brotli = node.get("/a.js", "Accept-Encoding", "br").assertHit();
    assertEquals("br", brotli.field("Content-Encoding"));
    assertText(TEXT, brotli);
    assertEquals(1, origin.seen().size());
  }

  @Test
  void brotliIsTakenOff() {
    putCoded("/a.js", "br", BROTLI);
    assertEquals("Brotli!", node.get("/a.js").text());
    assertEquals("Brotli!", node.get("/a.js").assertHit().text());
  }

  @Test
  void weakTagStillServesToAskTheOriginWith() throws IOException {
    byte[] coded = gzip(TEXT);
    origin.put(
        "/a.js",
        (request, wire) -> {
          boolean known = "W/\"1\"".equals(request.field("If-None-Match"));
          wire.reply(
              request,
              known ? 304 : 200,
              coded,
              "ETag",
              "\"1\"",
              "Content-Encoding",
              "gzip",
              "Cache-Control",
              "max-age=10");
        });
    assertText(TEXT, node.get("/a.js"));
    clock.advance(Duration.ofSeconds(20));
    Got validated = node.get("/a.js").assertForwarded("stale; fwd-status=304");
    assertText(TEXT, validated);
    Got hit = node.get("/a.js").assertHit();
    assertText(TEXT, hit);
    assertFalse(hit.field("ETag").contains("\"1\""), "that tag is of other bytes");
    assertFalse(hit.has("Content-Encoding"));
  }

  @Test
  void labelOnPlainBytesIsNotStored() {
    putCoded("/a.js", "gzip", TEXT.getBytes(StandardCharsets.UTF_8), "ETag", "\"1\"");
    for (int i = 1; i <= 2; i++) {
      Got got = node.get("/a.js");
      assertEquals("no-store", got.field("Cache-Control"));
      assertArrayEquals(TEXT.getBytes(StandardCharsets.UTF_8), got.bytes(), "sent on as it came");
      assertEquals(i, origin.seen().size());
      assertEquals(i == 2, node.objections.getLast().endsWith("again"));
      assertEquals(
          "/a.js: content that is not gzip where a script is promised", node.objections.getFirst());
    }
  }

  @Test
  void nothingUnderALabelIsNotStored() {
    putCoded("/a.js", "gzip", new byte[0]);
    assertEquals("no-store", node.get("/a.js").field("Cache-Control"));
    node.get("/a.js");
    assertEquals(2, origin.seen().size());
  }

  @Test
  void pageUnderAScriptsNameIsSeenThroughItsCoding() throws IOException {
    byte[] page = gzip("<!doctype html>" + TEXT);
    putCoded("/a.js", "gzip", page);
    Got got = node.get("/a.js", "Accept-Encoding", "gzip");
    assertEquals("no-store", got.field("Cache-Control"));
    assertEquals("gzip", got.field("Content-Encoding"));
    assertArrayEquals(page, got.bytes());
    assertEquals(List.of("/a.js: HTML where a script is promised"), node.objections);
  }

  @Test
  void whatTurnsOutUndecodableLaterIsCutAndNotStored() throws IOException {
    byte[] noise = new byte[200_000];
    new Random(7).nextBytes(noise);
    byte[] coded = gzip(HexFormat.of().formatHex(noise));
    coded[coded.length - 6] ^= 1;
    putCoded("/a.js", "gzip", coded);
    assertThrows(UncheckedIOException.class, () -> node.get("/a.js"));
    putCoded("/a.js", "gzip", gzip(TEXT));
    assertText(TEXT, node.get("/a.js").assertForwarded("uri-miss"));
  }

  @Test
  void cutContentIsNeverWhole() throws IOException {
    byte[] noise = new byte[200_000];
    new Random(7).nextBytes(noise);
    byte[] coded = gzip(HexFormat.of().formatHex(noise));
    putCoded("/a.js", "gzip", Arrays.copyOf(coded, coded.length - 9));
    assertThrows(UncheckedIOException.class, () -> node.get("/a.js"));
    putCoded("/a.js", "gzip", gzip(TEXT));
    assertText(TEXT, node.get("/a.js").assertForwarded("uri-miss"));
  }

  @Test
  void fewBytesThatMeanVeryManyAreCutAndNotStored() throws IOException {
    byte[] bomb = bomb();
    putCoded("/a.js", "gzip", bomb);
    assertThrows(UncheckedIOException.class, () -> node.get("/a.js"));
    putCoded("/a.js", "gzip", gzip(TEXT));
    assertText(TEXT, node.get("/a.js").assertForwarded("uri-miss"));
  }

  /** Two gigabytes in two megabytes, as many members of a megabyte each. */
  private static byte[] bomb() throws IOException {
    byte[] member = gzip(" ".repeat(1 << 20));
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int i = 0; i < 2048; i++) {
      members.write(member);
    }
    return members.toByteArray();
  }

  @Test
  void originThatForbidsChangesIsObeyed() throws IOException {
    putCoded("/a.js", "gzip", gzip(TEXT), "Cache-Control", "max-age=60, no-transform");
    node.get("/a.js", "Accept-Encoding", "gzip");
    Got got = node.get("/a.js", "Accept-Encoding", "gzip").assertHit();
    assertEquals("gzip", got.field("Content-Encoding"));
    assertArrayEquals(gzip(TEXT), got.bytes());
  }

  @Test
  void archiveIsLeftCompressed() throws IOException {
    putCoded("/a.tgz", "gzip", gzip(TEXT));
    node.get("/a.tgz");
    assertArrayEquals(gzip(TEXT), node.get("/a.tgz").assertHit().bytes());
  }

  @Test
  void codingThatIsNotKnownHereIsStoredAsItCame() {
    putCoded("/a.js", "zstd", new byte[] {1, 2, 3, 4});
    assertEquals("zstd", node.get("/a.js").field("Content-Encoding"));
    assertArrayEquals(new byte[] {1, 2, 3, 4}, node.get("/a.js").assertHit().bytes());
  }

  @Test
  void faithfulSiteLeavesCodingsAlone() throws IOException {
    putCoded("/a.js", "gzip", gzip(TEXT), "Cache-Control", "max-age=60", "ETag", "\"1\"");
    try (CacheFixture faithful =
        CacheFixture.faithful(origin, directory.resolve("faithful"), clock)) {
      faithful.get("/a.js");
      Got hit = faithful.get("/a.js").assertHit();
      assertEquals("gzip", hit.field("Content-Encoding"));
      assertEquals("\"1\"", hit.field("ETag"));
      assertTrue(hit.bytes().length < TEXT.length());
    }
  }
}
