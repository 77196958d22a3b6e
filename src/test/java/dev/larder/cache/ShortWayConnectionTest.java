package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.ExchangeObserver.Finished;
import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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

/** What happens on the connection of a plain request that is answered the short way. */
class ShortWayConnectionTest {
  private static final String SMALL = "content of a";

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final byte[] large = new byte[200_000];
  private RoutedOrigin origin;
  private CacheFixture node;
  private Socket socket;
  private InputStream in;

  @BeforeEach
  void start() throws IOException {
    new Random(3).nextBytes(large);
    origin = RoutedOrigin.start(clock);
    origin.put("/a", SMALL, "Cache-Control", "max-age=1000", "ETag", "\"a\"");
    origin.put("/large", large, "Cache-Control", "max-age=1000");
    origin.put("/none", "", "Cache-Control", "max-age=1000");
    node =
        CacheFixture.of(
            directory,
            clock,
            true,
            new CacheFixture.Plan(SiteDraft.of(Policy.ASSETS).options(), List.of(origin.url())));
    socket = new Socket();
    socket.setReceiveBufferSize(8 * 1024);
    socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()));
    socket.setSoTimeout(60_000);
    in = new BufferedInputStream(socket.getInputStream());
    for (String path : List.of("/a", "/large", "/none")) {
      prepare(path);
    }
    // What follows on a connection follows what is told of the answer before.
    node.get("/marker");
    request("GET /marker", "");
    response(true);
    node.shelved.set(0);
  }

  @AfterEach
  void stop() throws IOException {
    socket.close();
    node.close();
    origin.close();
    assertEquals(List.of(), node.broken);
  }

  /** Asks until the answer lies on the shelf. */
  private void prepare(String path) {
    node.awaitHit(path);
    node.awaitQuiet();
    for (int i = 0; i < 3; i++) {
      node.get(path);
    }
    request("GET " + path, "");
    response(true);
    request("GET " + path, "");
    response(true);
  }

  private void request(String line, String fields) {
    raw(line + " HTTP/1.1\r\nHost: cdn.test\r\n" + fields + "\r\n");
  }

  private void raw(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private record Response(String head, String content) {
    boolean has(String line) {
      return head.contains("\r\n" + line + "\r\n");
    }
  }

  private Response response(boolean hasContent) {
    try {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int octet = in.read();
        assertTrue(octet >= 0, () -> "the connection ended after " + head);
        head.append((char) octet);
      }
      String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
      int at = lower.indexOf("content-length: ");
      int length =
          at < 0 || !hasContent
              ? 0
              : Integer.parseInt(lower.substring(at + 16, lower.indexOf('\r', at)));
      return new Response(
          head.toString(), new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitShelved(int count) {
    CacheFixture.await(() -> node.shelved.get() == count, count + " exchanges the short way");
  }

  @Test
  void manyInSuccessionTakeTheShortWay() {
    for (int i = 0; i < 100; i++) {
      request("GET /a", "");
      assertEquals(SMALL, response(true).content());
    }
    awaitShelved(100);
  }

  @Test
  void headAndNotModifiedHaveNoContent() {
    request("HEAD /a", "");
    assertTrue(response(false).has("Content-Length: " + SMALL.length()));
    request("GET /a", "If-None-Match: \"a\"\r\n");
    Response same = response(false);
    assertTrue(same.head().startsWith("HTTP/1.1 304 Not Modified\r\n"), same.head());
    request("GET /none", "");
    assertEquals("", response(true).content());
    awaitShelved(3);
  }

  @Test
  void ageAndTtlCount() {
    request("GET /a", "");
    Response before = response(true);
    clock.advance(java.time.Duration.ofSeconds(95));
    request("GET /a", "");
    Response after = response(true);
    assertTrue(before.has("Age: 0") && after.has("Age: 95"), after.head());
    assertTrue(after.has("Cache-Status: larder; hit; ttl=905"), after.head());
    awaitShelved(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 17, 30, 40, 41})
  void headThatComesInPartsGoesTheLongWay(int cut) throws Exception {
    String whole = "GET /a HTTP/1.1\r\nHost: cdn.test\r\n\r\n";
    socket.setTcpNoDelay(true);
    raw(whole.substring(0, Math.min(cut, whole.length() - 1)));
    node.get("/a");
    raw(whole.substring(Math.min(cut, whole.length() - 1)));
    assertEquals(SMALL, response(true).content());
    request("GET /a", "");
    assertEquals(SMALL, response(true).content(), "and the next one is answered, too");
  }

  @Test
  void requestsThatComeTogetherAreAnsweredInTheirOrder() {
    String one = "GET /a HTTP/1.1\r\nHost: cdn.test\r\n\r\n";
    raw(one + one.replace("/a", "/none") + one + one.substring(0, 20));
    assertEquals(SMALL, response(true).content());
    assertEquals("", response(true).content());
    assertEquals(SMALL, response(true).content());
    raw(one.substring(20));
    assertEquals(SMALL, response(true).content());
    request("GET /a", "");
    assertEquals(SMALL, response(true).content());
  }

  /** Else whoever writes the content of a request could say what the next one is. */
  @Test
  void contentIsNeverTakenForARequest() throws IOException {
    String inner = "GET /none HTTP/1.1\r\nHost: cdn.test\r\n\r\n";
    raw(
        "POST /a HTTP/1.1\r\nHost: cdn.test\r\nContent-Length: "
            + (inner.length() + 20)
            + "\r\n\r\n");
    raw(inner);
    assertTrue(response(true).head().startsWith("HTTP/1.1 405"));
    assertEquals(-1, in.read(), "the connection ends with content that nobody read");
    assertEquals(0, node.shelved.get());
  }

  @Test
  void slowReaderGetsAllOfALargeAnswerAndThenTheNext() {
    request("GET /large", "");
    assertEquals(new String(large, StandardCharsets.ISO_8859_1), response(true).content());
    request("GET /a", "");
    assertEquals(SMALL, response(true).content());
  }

  @Test
  void clientThatLeavesInMidAnswerIsToldOfAsIncomplete() throws IOException {
    int before = node.finished.size();
    request("GET /large", "");
    in.read();
    socket.setSoLinger(true, 0);
    socket.close();
    CacheFixture.await(() -> node.finished.size() > before, "the end of the exchange");
    Finished last = node.finished.getLast();
    assertTrue(last.complete() || last.bytes() < large.length, last::toString);
  }

  @Test
  void connectionEndsWhereTheClientWantsIt() throws IOException {
    request("GET /a", "Connection: close\r\n");
    Response last = response(true);
    assertEquals(SMALL, last.content());
    assertTrue(last.has("Connection: close"), last.head());
    assertEquals(-1, in.read());
    awaitShelved(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Range: bytes=0-1",
        "If-Range: \"a\"",
        "If-Match: \"a\"",
        "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
        "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
        "Authorization: Basic eA==",
        "Cache-Control: no-cache",
        "Pragma: no-cache",
        "Available-Dictionary: :AAAA:",
        "Content-Length: 0",
        "Expect: nothing",
        "Upgrade: h2c",
        "TE: trailers",
        "Trailer: X",
        "Connection: X",
        "Host: cdn.test",
        "X: a\rb",
        "X : a",
        " folded: line",
        "X\u0001: a",
        "X: \u0001",
        "X: a\nY: b"
      })
  void atAnyDoubtItIsTheLongWay(String field) {
    request("GET /a", field + "\r\n");
    Response got = response(true);
    assertTrue(got.head().startsWith("HTTP/1.1 "), got.head());
    assertEquals(0, node.shelved.get(), got.head());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET  /a HTTP/1.1", "GET /a HTTP/1.0", "get /a HTTP/1.1", "GET http://cdn.test/a HTTP/1.1",
        "GET /a HTTP/1.1 ", "OPTIONS /a HTTP/1.1", "GET /a\u00e4 HTTP/1.1", "GET /a#b HTTP/1.1"
      })
  void otherRequestLinesGoTheLongWay(String line) {
    raw(line + "\r\nHost: cdn.test\r\n\r\n");
    assertTrue(response(true).head().startsWith("HTTP/1."));
    assertEquals(0, node.shelved.get());
  }

  @Test
  void purgedIsGoneAtOnce() {
    origin.put("/a", "new", "Cache-Control", "max-age=1000");
    node.purge(false, "/a");
    request("GET /a", "");
    assertEquals("new", response(true).content());
    assertEquals(0, node.shelved.get());
  }
}
