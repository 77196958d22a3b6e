package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.Decoded;
import dev.larder.testing.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that a build coded and put beside others in a directory that is an origin. */
class CodedSiblingsTest {
  private static final byte[] SCRIPT = Coded.script(100_000);

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private Path root;
  private CacheFixture node;

  @BeforeEach
  void start() throws IOException {
    root = Files.createDirectory(directory.resolve("root"));
    Files.write(root.resolve("a.js"), SCRIPT);
    // What is looked for after brotli: as soon as this is in use, that has been judged.
    Files.write(root.resolve("a.js.gz"), Coded.gzip(SCRIPT, 9));
    CacheFixture.Plan plan =
        new CacheFixture.Plan(
            SiteDraft.of(Policy.ASSETS).options(), List.of(root.toRealPath().toString()));
    node = CacheFixture.of(directory.resolve("store"), clock, plan);
  }

  @AfterEach
  void stop() {
    node.close();
    assertEquals(List.of(), node.broken);
  }

  private Got brotli() {
    return node.get("/a.js", "Accept-Encoding", "br");
  }

  @Test
  void siblingsAreServedAsWhatTheyAre() throws IOException {
    byte[] coded = Coded.brotli(SCRIPT, 9);
    Files.write(root.resolve("a.js.br"), coded);
    assertArrayEquals(SCRIPT, node.get("/a.js").bytes());
    node.awaitVariant("/a.js", "gzip", "-gzip-");
    assertTrue(brotli().field("ETag").contains("-br-"));
    assertArrayEquals(coded, brotli().assertHit().bytes());
    assertArrayEquals(
        Files.readAllBytes(root.resolve("a.js.gz")),
        node.get("/a.js", "Accept-Encoding", "gzip").assertHit().bytes());
  }

  /** Ways in which a sibling may not be what it seems. */
  enum Wrong {
    OLD,
    SHORT,
    LONG,
    CUT,
    PLAIN,
    BOMB,
    LARGER_THAN_OURS,
    OUTSIDE
  }

  private byte[] content(Wrong how) {
    byte[] old = SCRIPT.clone();
    old[old.length - 1] ^= 1;
    byte[] good = Coded.brotli(SCRIPT, 9);
    return switch (how) {
      case OLD -> Coded.brotli(old, 9);
      case SHORT -> Coded.brotli(Arrays.copyOf(SCRIPT, SCRIPT.length - 1), 9);
      case LONG -> Coded.brotli(Arrays.copyOf(SCRIPT, SCRIPT.length + 1), 9);
      case CUT -> Arrays.copyOf(good, good.length - 1);
      case PLAIN -> Arrays.copyOf(SCRIPT, 1000);
      case BOMB -> Coded.brotli(Arrays.copyOf(SCRIPT, 64 << 20), 1);
      case LARGER_THAN_OURS -> Coded.brotli(SCRIPT, 1);
      case OUTSIDE -> good;
    };
  }

  @ParameterizedTest
  @EnumSource(Wrong.class)
  void wrongSiblingIsNeverServed(Wrong how) throws IOException {
    Path sibling = root.resolve("a.js.br");
    if (how == Wrong.OUTSIDE) {
      Files.createSymbolicLink(sibling, Files.write(directory.resolve("a.br"), content(how)));
    } else {
      Files.write(sibling, content(how));
    }
    node.get("/a.js");
    node.awaitVariant("/a.js", "gzip", "-gzip-");
    Got got = brotli().assertHit();
    assertTrue(got.field("ETag").contains("-br5"), got.field("ETag"));
    assertArrayEquals(SCRIPT, Decoded.of("br", got.bytes()));
  }

  @Test
  void siblingLeftFromAnOlderBuildIsNoLongerServed() throws IOException {
    Files.write(root.resolve("a.js.br"), Coded.brotli(SCRIPT, 9));
    node.get("/a.js");
    node.awaitVariant("/a.js", "br", "-br-");
    byte[] next = Coded.script(110_000);
    Files.write(root.resolve("a.js"), next);
    Files.write(root.resolve("a.js.gz"), Coded.gzip(next, 9));
    clock.advance(Duration.ofDays(2));
    assertArrayEquals(next, Decoded.of("br", brotli().assertForwarded("stale").bytes()));
    node.awaitVariant("/a.js", "gzip", "-gzip-");
    assertArrayEquals(next, Decoded.of("br", brotli().assertHit().bytes()));
  }
}
