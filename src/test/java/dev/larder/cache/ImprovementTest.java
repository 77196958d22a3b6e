package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.Decoded;
import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variants that are used often are made better. */
class ImprovementTest {
  private static final String TEXT =
      new Random(7)
          .ints(1_500, 0, 500)
          .mapToObj(number -> "function item" + number + "() { return " + number % 7 + "; }\n")
          .collect(Collectors.joining());

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(Instant.now());
  private RoutedOrigin origin;
  private CacheFixture node;

  @BeforeEach
  void start() throws IOException {
    origin = RoutedOrigin.start(clock);
    node = CacheFixture.improving(origin, directory, clock);
    origin.putTagged("/a.js", TEXT, "\"one\"", "Content-Type", "text/javascript");
  }

  @AfterEach
  void stop() {
    node.close();
    origin.close();
    assertEquals(List.of(), node.broken);
  }

  private Got brotli(String... more) {
    String[] fields = new String[more.length + 2];
    fields[0] = "Accept-Encoding";
    fields[1] = "br";
    System.arraycopy(more, 0, fields, 2, more.length);
    return node.get("/a.js", fields);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsUsedOftenIsMadeSmallerAndCostsNobodyADownload() {
    Got first = brotli();
    assertEquals("br", first.field("Content-Encoding"));
    Got early = brotli();
    String before = early.field("ETag");
    assertEquals("\"one-br5.1\"", before);
    CacheFixture.await(() -> brotli().field("ETag").equals("\"one-br11.2\""), "a better variant");
    Got better = brotli().assertHit();
    assertTrue(
        better.bytes().length < early.bytes().length,
        better.bytes().length + " < " + early.bytes().length);
    assertArrayEquals(bytes(TEXT), Decoded.of("br", better.bytes()));
    Got held = brotli("If-None-Match", before);
    assertEquals(304, held.status());
    assertEquals(before, held.field("ETag"));
    assertEquals(1, origin.seen().size());
  }

  @Test
  void betterVariantSurvivesARestart() throws IOException {
    brotli();
    CacheFixture.await(() -> brotli().field("ETag").equals("\"one-br11.2\""), "a better variant");
    node.close();
    node = CacheFixture.assets(origin, directory, clock);
    assertEquals("\"one-br11.2\"", brotli().assertHit().field("ETag"));
  }

  @Test
  void rangesOfAVariantThatWasReplacedStartAnew() {
    brotli();
    String before = brotli().field("ETag");
    assertEquals(206, brotli("Range", "bytes=0-9", "If-Range", before).status());
    CacheFixture.await(() -> brotli().field("ETag").equals("\"one-br11.2\""), "a better variant");
    assertEquals(200, brotli("Range", "bytes=0-9", "If-Range", before).status());
    assertEquals(206, brotli("Range", "bytes=0-9", "If-Range", "\"one-br11.2\"").status());
  }

  @Test
  void deltasAreMadeBetterToo() {
    String old = "/app/1.0.0/app.js";
    String target = "/app/1.1.0/app.js";
    String changed = TEXT.replace("item4", "thing4");
    origin.put(old, TEXT, "Content-Type", "text/javascript");
    origin.putTagged(target, changed, "\"two\"", "Content-Type", "text/javascript");
    node.awaitHit(old);
    node.awaitHit(target);
    node.awaitFamily(old, 2);
    String digest = ':' + Base64.getEncoder().encodeToString(Decoded.sha256(bytes(TEXT))) + ':';
    CacheFixture.await(
        () ->
            node.get(target, "Accept-Encoding", "br, dcb", "Available-Dictionary", digest)
                .field("ETag")
                .startsWith("\"two-dcb11.1-"),
        "a better delta");
    Got better = node.get(target, "Accept-Encoding", "br, dcb", "Available-Dictionary", digest);
    assertArrayEquals(bytes(changed), Decoded.against(bytes(TEXT), better.bytes()));
  }

  @Test
  void largeDeltaIsMadeInTheBackgroundWhileBrotliIsServed() {
    String old = "/app/1.0.0/large.js";
    String target = "/app/1.1.0/large.js";
    String large = TEXT.repeat(45);
    assertTrue(large.length() > 2 << 20);
    origin.put(old, large, "Content-Type", "text/javascript");
    origin.put(target, large + "done();", "Content-Type", "text/javascript");
    node.awaitHit(old);
    node.awaitHit(target);
    node.awaitFamily(old, 2);
    String digest = ':' + Base64.getEncoder().encodeToString(Decoded.sha256(bytes(large))) + ':';
    Got meanwhile = node.get(target, "Accept-Encoding", "br, dcb", "Available-Dictionary", digest);
    assertEquals("br", meanwhile.field("Content-Encoding"));
    CacheFixture.await(
        () ->
            node.get(target, "Accept-Encoding", "br, dcb", "Available-Dictionary", digest)
                .field("Content-Encoding")
                .equals("dcb"),
        "a delta");
    CacheFixture.await(
        () ->
            node.get(target, "Accept-Encoding", "br, dcb", "Available-Dictionary", digest)
                .field("ETag")
                .contains("-dcb11.1-"),
        "a better one");
  }
}
