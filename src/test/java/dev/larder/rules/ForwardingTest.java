package dev.larder.rules;

import static dev.larder.rules.Given.ASSETS;
import static dev.larder.rules.Given.FAITHFUL;
import static dev.larder.rules.Given.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingTest {
  private static final Request REQUEST =
      get(
          "Host", "h.example",
          "Cookie", "a=b",
          "Connection", "X-Hop, close",
          "x-hop", "1",
          "Keep-Alive", "timeout=5",
          "TE", "trailers",
          "Accept", "text/css",
          "Accept-Encoding", "br",
          "If-None-Match", "\"x\"",
          "Range", "bytes=0-1",
          "X-Odd", "2");

  @Test
  void faithfulFetchCarriesEveryEndToEndFieldButConditions() {
    assertEquals(
        Fields.of(
            "Cookie", "a=b",
            "Accept", "text/css",
            "Accept-Encoding", "br",
            "X-Odd", "2",
            "Via", "1.1 larder"),
        Forwarding.toFetch(REQUEST, FAITHFUL, List.of(), false));
  }

  @Test
  void faithfulSiteWithVariantsAsksForIdentity() {
    assertEquals(
        List.of("identity"),
        Forwarding.toFetch(REQUEST, FAITHFUL, List.of(), true).all("Accept-Encoding"));
  }

  @Test
  void fetchOfAnAssetCarriesOnlyWhatSelectsIt() {
    assertEquals(
        Fields.of(
            "Accept", "text/css",
            "Accept-Encoding", "identity",
            "User-Agent", "larder",
            "Via", "1.1 larder"),
        Forwarding.toFetch(REQUEST, ASSETS, List.of("accept"), true));
  }

  @Test
  void passedRequestKeepsItsConditions() {
    assertEquals(
        Fields.of(
            "Cookie", "a=b",
            "Accept", "text/css",
            "Accept-Encoding", "br",
            "If-None-Match", "\"x\"",
            "Range", "bytes=0-1",
            "X-Odd", "2",
            "Via", "1.1 larder"),
        Forwarding.toPass(REQUEST, FAITHFUL));
    assertEquals(
        Fields.of(
            "If-None-Match", "\"x\"",
            "Range", "bytes=0-1",
            "Accept-Encoding", "identity",
            "User-Agent", "larder",
            "Via", "1.1 larder"),
        Forwarding.toPass(REQUEST, ASSETS));
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.0, 1.0 larder", "HTTP/1.1, 1.1 larder", "HTTP/2, 2.0 larder"})
  void viaNamesTheProtocolTheRequestCameBy(String protocol, String via) {
    Request request = new Request("GET", "http", "h", "/", null, Fields.EMPTY, protocol, "::1");
    assertEquals(via, Forwarding.toPass(request, FAITHFUL).first("Via"));
  }

  @Test
  void viaOfTheRequestIsContinued() {
    assertEquals(
        List.of("1.0 a, 1.1 b, 1.1 larder"),
        Forwarding.toPass(get("Via", "1.0 a", "via", "1.1 b"), FAITHFUL).all("Via"));
  }

  @Test
  void answerForOneClientLeavesAsItCameButForTheCorsOfAssets() {
    ResponseHead answer =
        new ResponseHead(
            200, Fields.of("Set-Cookie", "a=b", "Access-Control-Allow-Origin", "x", "Age", "3"));
    assertEquals(
        answer.fields().toBuilder().add("Via", "1.1 larder").build(),
        Forwarding.toClient(answer, FAITHFUL));
    assertEquals(
        Fields.of("Set-Cookie", "a=b", "Age", "3", "Via", "1.1 larder"),
        Forwarding.toClient(answer, ASSETS));
  }
}
