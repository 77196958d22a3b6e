package dev.larder.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no request, or could be read as two, is refused and ends the connection. */
class RefusalTest {
  private static final String LINE = "GET /a HTTP/1.1\r\n";
  private static final String HOST = "Host: localhost\r\n";
  private static final String POST = "POST /a HTTP/1.1\r\n" + HOST;

  private FrontFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = FrontFixture.start();
    fixture.handler.now("/a", request -> ScriptedHandler.text("a"));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private void assertRefused(int status, String request) throws Exception {
    for (Way way : List.of(Way.HTTP, Way.HTTPS)) {
      try (RawClient client = fixture.connect(way)) {
        client.send(request);
        RawClient.Got got = client.read();
        assertEquals(status, got.status());
        assertTrue(client.isEnded());
      }
    }
    assertTrue(fixture.handler.requests.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Host: a\r\nHost: a\r\n",
        "Host: a\r\nHost: b\r\n",
        "Host: user@a\r\n",
        "Host: a b\r\n",
        "Host: a/b\r\n",
        "Host: a\\b\r\n",
        "Host: a?b\r\n",
        "Host: a:b\r\n",
        "Host: [::1\r\n",
        "Host: \u00e9\r\n"
      })
  void requestHasOneWellFormedHost(String host) throws Exception {
    assertRefused(400, LINE + host + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A : b\r\n",
        ": b\r\n",
        "A b: c\r\n",
        "A\u0001: b\r\n",
        "A: b\u0001c\r\n",
        "A: b\u0000c\r\n",
        "A: b\u007fc\r\n",
        "A: b\rc: d\r\n",
        " A: b\r\n",
        "A\r\n",
        "A(: b\r\n"
      })
  void fieldIsWellFormed(String field) throws Exception {
    assertRefused(400, LINE + HOST + field + "\r\n");
    assertRefused(400, LINE + field + HOST + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3\r\nContent-Length: 3\r\n",
        "Content-Length: 3\r\nContent-Length: 4\r\n",
        "Content-Length: 3, 3\r\n",
        "Content-Length: -3\r\n",
        "Content-Length: +3\r\n",
        "Content-Length: 0x3\r\n",
        "Content-Length: \r\n",
        "Content-Length: 18446744073709551619\r\n",
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: identity\r\nContent-Length: 3\r\n"
      })
  void contentHasOneFraming(String framing) throws Exception {
    assertRefused(400, POST + framing + "\r\nabc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "identity", "gzip, chunked", "chunked, chunked", "xchunked", ""})
  void transferCodingIsKnown(String coding) throws Exception {
    assertRefused(501, POST + "Transfer-Encoding: " + coding + "\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
  }

  @Test
  void transferCodingOfAnOldProtocolIsRefused() throws Exception {
    assertRefused(
        400, "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /a http/1.1",
        "GET /a",
        "GET  /a HTTP/1.1",
        "GET /a b HTTP/1.1",
        "G@T /a HTTP/1.1",
        "GET a HTTP/1.1",
        "GET * HTTP/1.1",
        "GET /\u00e9 HTTP/1.1",
        "GET /?\u00e9 HTTP/1.1",
        "GET /\u0001 HTTP/1.1",
        "GET /\u007f HTTP/1.1",
        "GET /a#b HTTP/1.1",
        "GET /a?b#c HTTP/1.1",
        "GET http://user@localhost/a HTTP/1.1",
        "GET http:///a HTTP/1.1",
        "GET /%zz HTTP/1.1",
        "GET /a?% HTTP/1.1",
        "GET http://other.example/a HTTP/1.1",
        "GET ftp://localhost/a HTTP/1.1",
        "GET /a HTTP/1.1x"
      })
  void requestLineIsWellFormed(String line) throws Exception {
    try (RawClient client = fixture.connect(Way.HTTP)) {
      client.send(line + "\r\n" + HOST + "\r\n");
      assertTrue(client.isRefused());
    }
    assertTrue(fixture.handler.requests.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT localhost:443 HTTP/1.1", "TRACE /a HTTP/1.1"})
  void methodsThatAreNoneOfANodesAreUnknown(String line) throws Exception {
    assertRefused(501, line + "\r\n" + HOST + "\r\n");
  }

  @Test
  void refusalIsToldAsNoRequest() throws Exception {
    assertRefused(501, "TRACE /a HTTP/1.1\r\n" + HOST + "\r\n");
    assertNull(fixture.told().request());
    assertNull(fixture.told().request());
    fixture.assertNothingElseTold();
  }

  /** Undertow joins such lines, as RFC 9112 §5.2 allows. */
  @Test
  void foldedFieldIsOneLine() throws Exception {
    try (RawClient client = fixture.connect(Way.HTTP)) {
      client.send(LINE + HOST + "A: b\r\n c\r\n\r\n");
      assertEquals(200, client.read().status());
    }
    assertEquals("b c", fixture.handler.requests.getFirst().fields().first("A"));
  }

  /** Undertow reads versions that it does not know so, and the answer says which was understood. */
  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.2", "HTTP/2.7", "HTTP/9.9"})
  void unknownVersionIsUnderstoodAsOneDotOne(String version) throws Exception {
    try (RawClient client = fixture.connect(Way.HTTP)) {
      RawClient.Got got = client.send("GET /a " + version + "\r\n" + HOST + "\r\n").read();
      assertEquals("HTTP/1.1", got.protocol());
    }
    assertEquals("HTTP/1.1", fixture.handler.requests.getFirst().protocol());
  }

  @Test
  void longTargetIsRefused() throws Exception {
    String longest = "/a".repeat(4096);
    assertRefused(414, "GET " + longest + "a HTTP/1.1\r\n" + HOST + "\r\n");
    assertRefused(414, "GET /a?" + longest + " HTTP/1.1\r\n" + HOST + "\r\n");
  }

  @Test
  void largeHeadIsRefused() throws Exception {
    assertRefused(431, LINE + HOST + "A: " + "b".repeat(16 * 1024 + 1) + "\r\n\r\n");
    String large = ("A: " + "b".repeat(1000) + "\r\n").repeat(66);
    try (RawClient client = fixture.connect(Way.HTTP)) {
      client.send(LINE + HOST + large + "\r\n");
      assertTrue(client.isRefused());
    }
    try (RawClient client = fixture.connect(Way.HTTP)) {
      client.send(LINE + HOST + "A: b\r\n".repeat(200) + "\r\n");
      assertTrue(client.isRefused());
    }
    assertTrue(fixture.handler.requests.isEmpty());
  }

  @Test
  void whatIsNotHttpIsRefused() throws Exception {
    for (byte[] hello :
        List.of(
            new byte[] {0x16, 3, 1, 0, (byte) 0xa5, 1, 0, 0, (byte) 0xa1, 3, 3, 0x20, '\r', '\n'},
            "\0\0\0\0\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))) {
      try (RawClient client = fixture.connect(Way.HTTP)) {
        client.send(hello);
        assertTrue(client.isRefused());
      }
    }
    assertTrue(fixture.handler.requests.isEmpty());
  }

  @Test
  void upgradeToHttp2IsNotTaken() throws Exception {
    try (RawClient client = fixture.connect(Way.HTTP)) {
      client.send(
          LINE
              + HOST
              + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n");
      assertEquals(200, client.read().status());
    }
  }

  @ParameterizedTest
  @EnumSource
  void methodsOfAnyNameReachTheHandler(Way way) throws Exception {
    var request =
        fixture
            .request(way, "/a")
            .method("PURGE", java.net.http.HttpRequest.BodyPublishers.noBody())
            .build();
    assertEquals(200, fixture.send(way, request).statusCode());
    assertEquals("PURGE", fixture.handler.requests.getFirst().method());
  }
}
