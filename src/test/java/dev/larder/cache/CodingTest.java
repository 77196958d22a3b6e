package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** Variants of one representation. */
class CodingTest {
  private static final String TEXT =
      new Random(5)
          .ints(40_000, 'a', 'f')
          .mapToObj(c -> "" + (char) c)
          .collect(Collectors.joining());

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(Instant.now());
  private RoutedOrigin origin;
  private CacheFixture node;

  @BeforeEach
  void start() throws IOException {
    origin = RoutedOrigin.start(clock);
    node = CacheFixture.assets(origin, directory, clock);
    origin.putTagged("/a.js", TEXT, "\"one\"", "Content-Type", "text/javascript");
  }

  @AfterEach
  void stop() {
    node.close();
    origin.close();
    assertEquals(List.of(), node.broken);
  }

  private static String decoded(Got got) {
    String coding = got.has("Content-Encoding") ? got.field("Content-Encoding") : "identity";
    return new String(Decoded.of(coding, got.bytes()), StandardCharsets.UTF_8);
  }

  @Test
  void firstAnswerIsCompressedAlreadyAndEachVariantIsMadeOnce() throws IOException {
    Got first = node.get("/a.js", "Accept-Encoding", "br");
    assertEquals("br", first.field("Content-Encoding"));
    assertEquals(TEXT, decoded(first));
    Got gzip = node.get("/a.js", "Accept-Encoding", "gzip").assertHit();
    assertEquals("gzip", gzip.field("Content-Encoding"));
    assertEquals(TEXT, decoded(gzip));
    node.get("/a.js", "Accept-Encoding", "gzip").assertHit();
    node.get("/a.js", "Accept-Encoding", "gzip, br").assertHit();
    assertEquals(1, origin.seen().size());
    node.awaitFinished(4);
    assertTrue(node.finished.getLast().immediate(), "the variant is in memory");
  }

  @Test
  void eachCodingHasAStrongTagOfItsOwn() {
    String br = node.get("/a.js", "Accept-Encoding", "br").field("ETag");
    String gzip = node.get("/a.js", "Accept-Encoding", "gzip").field("ETag");
    String identity = node.get("/a.js").field("ETag");
    assertEquals("\"one\"", identity);
    assertNotEquals(br, gzip);
    for (String tag : List.of(br, gzip)) {
      assertTrue(tag.startsWith("\"one-"), tag);
      Got notModified = node.get("/a.js", "Accept-Encoding", "br, gzip", "If-None-Match", tag);
      assertEquals(304, notModified.status());
      assertEquals("Accept-Encoding", notModified.field("Vary"));
    }
  }

  @Test
  void originWithoutTagGetsOneByContent() {
    origin.put("/b.js", TEXT, "Content-Type", "text/javascript");
    node.get("/b.js");
    String tag = node.get("/b.js").assertHit().field("ETag");
    assertEquals(45, tag.length(), tag);
    assertEquals(304, node.get("/b.js", "If-None-Match", tag).status());
    assertTrue(
        node.get("/b.js", "Accept-Encoding", "gzip")
            .field("ETag")
            .startsWith(tag.substring(0, 44)));
  }

  @Test
  void everyAnswerOfWhatMayBeCodedSaysVary() {
    assertEquals("Accept-Encoding", node.get("/a.js").field("Vary"));
    assertEquals("Accept-Encoding", node.get("/a.js").field("Vary"));
    origin.put("/p.png", TEXT, "Content-Type", "image/png");
    Got image = node.get("/p.png", "Accept-Encoding", "br");
    assertFalse(image.has("Vary"));
    assertFalse(image.has("Content-Encoding"));
  }

  @Test
  void whatDoesNotShrinkLeavesAsItIs() {
    byte[] noise = new byte[20_000];
    new Random(3).nextBytes(noise);
    origin.put("/n.js", noise, "Content-Type", "text/javascript");
    node.get("/n.js", "Accept-Encoding", "br");
    CacheFixture.await(
        () -> !node.get("/n.js", "Accept-Encoding", "br").has("Content-Encoding"), "identity");
  }

  @Test
  void variantOfReplacedBytesIsNotUsed() throws IOException {
    node.get("/a.js", "Accept-Encoding", "br");
    String other = TEXT.replace('a', 'z');
    origin.putTagged("/a.js", other, "\"two\"", "Content-Type", "text/javascript");
    clock.advance(Duration.ofDays(2));
    assertEquals(other, decoded(node.get("/a.js", "Accept-Encoding", "br")));
    assertEquals(other, decoded(node.get("/a.js", "Accept-Encoding", "br").assertHit()));
  }

  @Test
  void variantOutlivesAValidation() throws IOException {
    node.get("/a.js", "Accept-Encoding", "br");
    clock.advance(Duration.ofDays(2));
    Got validated =
        node.get("/a.js", "Accept-Encoding", "br").assertForwarded("stale; fwd-status=304");
    assertEquals(TEXT, decoded(validated));
    node.get("/a.js", "Accept-Encoding", "br").assertHit();
  }

  @Test
  void purgeTakesVariantsToo() throws IOException {
    node.get("/a.js", "Accept-Encoding", "br");
    String other = TEXT.replace('a', 'y');
    origin.putTagged("/a.js", other, "\"two\"", "Content-Type", "text/javascript");
    node.purge(false, "/a.js");
    assertEquals(
        other, decoded(node.get("/a.js", "Accept-Encoding", "br").assertForwarded("uri-miss")));
  }

  @Test
  void rangeOfAStoredVariantIsOfItsBytes() {
    node.get("/a.js", "Accept-Encoding", "gzip");
    Got whole = node.get("/a.js", "Accept-Encoding", "gzip");
    Got part =
        node.get(
            "/a.js",
            "Accept-Encoding",
            "gzip",
            "Range",
            "bytes=0-9",
            "If-Range",
            whole.field("ETag"));
    assertEquals(206, part.status());
    assertEquals("bytes 0-9/" + whole.bytes().length, part.field("Content-Range"));
    Got foreign =
        node.get("/a.js", "Accept-Encoding", "gzip", "Range", "bytes=0-9", "If-Range", "\"one\"");
    assertEquals(200, foreign.status(), "that tag is the identity's");
  }

  @Test
  void headTellsWhatGetWould() {
    node.get("/a.js", "Accept-Encoding", "br");
    Got get = node.get("/a.js", "Accept-Encoding", "br");
    Got head = node.send("HEAD", "/a.js", "", "Accept-Encoding", "br");
    assertEquals(get.field("ETag"), head.field("ETag"));
    assertEquals(String.valueOf(get.bytes().length), head.field("Content-Length"));
    assertEquals(0, head.bytes().length);
  }
}
