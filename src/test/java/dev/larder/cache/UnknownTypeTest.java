package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.Decoded;
import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content whose type does not tell whether it shrinks. */
class UnknownTypeTest {
  private static final byte[] SCRIPT = Coded.script(100_000);

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

  /** Text of which the beginning is noise. */
  private static byte[] noiseThenText() {
    byte[] content = SCRIPT.clone();
    byte[] noise = new byte[64 * 1024];
    new Random(1).nextBytes(noise);
    System.arraycopy(noise, 0, content, 0, noise.length);
    return content;
  }

  private Got get(String target, String accepted) {
    Got got = node.get(target, "Accept-Encoding", accepted);
    assertEquals("Accept-Encoding", got.field("Vary"));
    return got;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "application/octet-stream", "application/x-unheard-of"})
  void leavesAsItIsWhileItArrivesAndCodedOnceItIsStored(String type) {
    String[] fields = type.isEmpty() ? new String[0] : new String[] {"Content-Type", type};
    origin.put("/a", SCRIPT, fields);
    Got first = get("/a", "br, gzip");
    assertFalse(first.has("Content-Encoding"));
    assertArrayEquals(SCRIPT, first.bytes());
    for (String coding : List.of("br", "gzip")) {
      Got second = get("/a", coding).assertHit();
      assertEquals(coding, second.field("Content-Encoding"));
      assertArrayEquals(SCRIPT, Decoded.of(coding, second.bytes()));
    }
    get("/a", "br, gzip").assertHit();
    node.awaitFinished(4);
    assertTrue(node.finished.getLast().immediate(), "the variant is in memory");
  }

  @Test
  void whatDoesNotShrinkAtItsBeginningIsAnsweredFromMemoryFromThenOn() {
    byte[] content = noiseThenText();
    origin.put("/a", content, "Content-Type", "application/octet-stream");
    for (int i = 0; i < 2; i++) {
      Got got = get("/a", "br, gzip");
      assertFalse(got.has("Content-Encoding"));
      assertArrayEquals(content, got.bytes());
    }
    for (String accepted : List.of("br, gzip", "gzip")) {
      assertFalse(get("/a", accepted).assertHit().has("Content-Encoding"));
      node.awaitFinished(accepted.equals("gzip") ? 4 : 3);
      assertTrue(node.finished.getLast().immediate(), "it is known not to shrink");
    }
  }

  @Test
  void codedByTheOriginItLeavesCodedWhateverItsBeginningIs() throws IOException {
    byte[] content = noiseThenText();
    byte[] coded = Coded.gzip(content, 9);
    origin.put("/a", coded, "Content-Type", "application/octet-stream", "Content-Encoding", "gzip");
    assertArrayEquals(content, get("/a", "br, gzip").bytes());
    node.awaitVariant("/a", "gzip", "-gzip-");
    assertArrayEquals(coded, get("/a", "br, gzip").assertHit().bytes());
  }

  @Test
  void isNoDictionary() {
    origin.put("/app/1.0.0/a", SCRIPT, "Cache-Control", "max-age=9999");
    origin.put(
        "/app/1.0.0/a.js",
        SCRIPT,
        "Cache-Control",
        "max-age=9999",
        "Content-Type",
        "text/javascript");
    assertTrue(node.get("/app/1.0.0/a.js").has("Use-As-Dictionary"));
    assertFalse(node.get("/app/1.0.0/a").has("Use-As-Dictionary"));
  }
}
