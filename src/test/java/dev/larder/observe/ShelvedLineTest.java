package dev.larder.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.larder.cache.Outcome;
import dev.larder.exchange.ExchangeObserver.Finished;
import dev.larder.exchange.Pick;
import dev.larder.exchange.PlainRequest;
import dev.larder.exchange.PreparedHead;
import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** An exchange that went the short way is told of as if it had gone the long one. */
class ShelvedLineTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LogLine line = new LogLine();

  private static PlainRequest request(String authority, String target, String agent) {
    return request("192.0.2.7", true, authority, target, agent);
  }

  private static PlainRequest request(
      String client, boolean secure, String authority, String target, String agent) {
    PlainRequest request = new PlainRequest(8192);
    String head =
        "GET "
            + target
            + " HTTP/1.1\r\nHost: "
            + authority
            + "\r\nUser-Agent: "
            + agent
            + "\r\nReferer: https://example.org/\"x\"\\\r\n\r\n";
    byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, request.buffer(), 0, bytes.length);
    request.begin(bytes.length, client, secure);
    request.target().set(request.buffer(), 4, 4 + target.length());
    span(request, head, authority);
    int referrer = head.indexOf("https://example.org");
    request.referrer().set(request.buffer(), referrer, head.length() - 4);
    int userAgent = head.indexOf("User-Agent: ") + 12;
    request.userAgent().set(request.buffer(), userAgent, head.indexOf("\r\nReferer"));
    return request;
  }

  private static void span(PlainRequest request, String head, String authority) {
    int at = head.indexOf("Host: ") + 6;
    request.authority().set(request.buffer(), at, at + authority.length());
  }

  private static Pick pick(int content) {
    ResponseHead head = new ResponseHead(200, Fields.of("Age", "0"));
    PreparedHead prepared =
        PreparedHead.of("OK", head, new ResponseHead(200, Fields.of("Age", "1")), 1);
    assertNotNull(prepared);
    Pick pick = new Pick();
    pick.take(prepared, 5, new Outcome.Hit("shop", ContentCoding.BROTLI, 100, null));
    pick.content(ByteBuffer.allocate(content));
    return pick;
  }

  private JsonNode made(PlainRequest request, Pick pick, long millis, boolean complete) {
    int length = line.make(request, pick, millis, 1234, complete);
    return JSON.readTree(Arrays.copyOf(line.bytes(), length));
  }

  @ParameterizedTest
  @CsvSource({
    "cdn.test,/a,curl/8",
    "cdn.test:8080,/a?b=c,x\u00e4\u0001y",
    "[::1]:80,/?,",
    "cdn.test:,/a?,q",
    "cdn.test:99999,/\\\"a,q"
  })
  void lineIsThatOfTheLongWay(String authority, String target, String agent) {
    PlainRequest request = request(authority, target, agent == null ? "" : agent);
    for (long millis : new long[] {1_780_000_000_123L, 1_780_000_000_007L, 1_780_000_001_999L}) {
      for (boolean complete : new boolean[] {true, false}) {
        Pick pick = pick(42);
        Finished finished = Finished.of(request, pick, millis, 1234, complete);
        JsonNode expected = JSON.readTree(new LogLine().of(finished));
        assertEquals(expected, made(request, pick, millis, complete));
      }
    }
  }

  @Test
  void eachLineIsThatOfItsOwnRequest() {
    for (int i = 0; i < 64; i++) {
      String client = (i & 2) == 0 ? "192.0.2.7" : "192.0.2.8";
      String authority = (i & 1) == 0 ? "a.test" : "b.test:81";
      PlainRequest request = request(client, (i & 4) == 0, authority, "/", "x");
      request.head((i & 8) == 0);
      Pick pick = pick(1);
      Outcome.Hit hit =
          new Outcome.Hit(
              (i & 16) == 0 ? "shop" : "blog",
              (i & 32) == 0 ? ContentCoding.GZIP : ContentCoding.IDENTITY,
              100,
              null);
      pick.take(pick.head(), 5, hit);
      JsonNode expected =
          JSON.readTree(new LogLine().of(Finished.of(request, pick, 1, 1234, true)));
      assertEquals(expected, made(request, pick, 1, true), "" + i);
    }
  }
}
