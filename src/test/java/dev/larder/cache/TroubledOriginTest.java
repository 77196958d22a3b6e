package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.MovableClock;
import dev.larder.testing.ScriptedOrigin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients get while the origin breaks off, and what is kept of it: nothing. */
class TroubledOriginTest {
  private static final String CUT = "Content-Length: 1000\r\n\r\nhello";

  /** How long the origin may be silent: more than a busy machine makes it be. */
  private static final Duration SILENCE = Duration.ofSeconds(4);

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(Instant.now());

  private CacheFixture node(ScriptedOrigin origin) throws IOException {
    return CacheFixture.of(
        directory,
        clock,
        new CacheFixture.Plan(
            SiteDraft.of(Policy.ASSETS).options(), List.of(origin.url()), SILENCE));
  }

  private static ScriptedOrigin.Script once(String answer) {
    return ScriptedOrigin.answering("HTTP/1.1 200 OK\r\n" + answer);
  }

  private static String kept(String control) {
    return "Cache-Control: " + control + "\r\nContent-Length: 3\r\n\r\nold";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CUT,
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nxyz",
        "Content-Length: 60000\r\n\r\nhello"
      })
  void validationThatBreaksOffLeavesTheStaleAnswer(String broken) throws IOException {
    try (ScriptedOrigin origin = ScriptedOrigin.start(once(kept("max-age=1")), once(broken));
        CacheFixture node = node(origin)) {
      assertEquals("old", node.get("/a").text());
      clock.advance(Duration.ofSeconds(10));
      for (int i = 0; i < 2; i++) {
        Got got = node.get("/a");
        assertEquals("old", got.text());
        assertTrue(got.cacheStatus().contains("detail=\"stale: "), got.cacheStatus());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"'max-age=1, must-revalidate'", "'s-maxage=1'", "'max-age=1, proxy-revalidate'"})
  void validationThatBreaksOffIsAnErrorWhereStaleIsForbidden(String control) throws IOException {
    try (ScriptedOrigin origin = ScriptedOrigin.start(once(kept(control)), once(CUT));
        CacheFixture node = node(origin)) {
      assertEquals("old", node.get("/a").text());
      clock.advance(Duration.ofSeconds(10));
      assertEquals(502, node.get("/a").status());
    }
  }

  @Test
  void contentThatBreaksOffAtItsBeginningIsAnErrorAndNotStored() throws IOException {
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(once(CUT), once("Content-Length: 3\r\n\r\nnew"));
        CacheFixture node = node(origin)) {
      Got got = node.get("/a");
      assertEquals(502, got.status());
      assertTrue(got.cacheStatus().contains("broke off"), got.cacheStatus());
      assertEquals("new", node.get("/a").assertForwarded("uri-miss").text());
    }
  }

  @Test
  void contentThatBreaksOffLaterIsNeverWholeAndNotStored() throws IOException {
    String begun = "Content-Length: 100000\r\n\r\n" + "x".repeat(50_000);
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(once(begun), once("Content-Length: 3\r\n\r\nnew"));
        CacheFixture node = node(origin)) {
      assertThrows(UncheckedIOException.class, () -> node.get("/a"));
      assertEquals("new", node.get("/a").assertForwarded("uri-miss").text());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n",
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/5\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
      })
  void whatCannotBeBelievedIsAnErrorAndNotStored(String answer) throws IOException {
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(
                ScriptedOrigin.answering(answer), once("Content-Length: 3\r\n\r\nnew"));
        CacheFixture node = node(origin)) {
      assertEquals(502, node.get("/a").status());
      assertEquals("new", node.get("/a").assertForwarded("uri-miss").text());
      assertEquals("new", node.get("/a").assertHit().text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nX:", "HTTP/1.1 200 OK\r\n" + CUT})
  void originThatFallsSilentIsGivenUpInTime(String begun) throws IOException {
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(connection -> {
              connection.readRequest();
              connection.send(begun);
              connection.hold();
            });
        CacheFixture node = node(origin)) {
      long asked = System.nanoTime();
      int status = node.get("/a").status();
      assertTrue(status == 504 || status == 502, "status " + status);
      Duration waited = Duration.ofNanos(System.nanoTime() - asked);
      assertTrue(waited.compareTo(SILENCE.multipliedBy(2)) < 0, waited.toString());
    }
  }
}
