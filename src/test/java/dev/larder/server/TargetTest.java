package dev.larder.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.larder.http.Request;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A target reaches the handler as it was sent, undecoded and unresolved. */
class TargetTest {
  private FrontFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = FrontFixture.start();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private Request asked(Way way, String line, String host) throws Exception {
    try (RawClient client = fixture.connect(way)) {
      client.send(line + " HTTP/1.1\r\nHost: " + host + "\r\nX-One: 1\r\nx-one: 2\r\n\r\n");
      assertEquals(404, client.read().status());
    }
    return fixture.handler.requests.getLast();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "//",
        "/%2e%2e/a%2Fb;x=1//c",
        "/../../a/./b/",
        "/a;jsessionid=1/b;c=d;e",
        "/a?b=c;d=e",
        "/a?b??c=%20+&&=",
        "/a%00b",
        "/a|b[c]d\"e{f}g^h`i\\j<k>",
        "/a?a|b[c]d\"e{f}g^h`i\\j<k>",
        "/a:b@c!$&'()*+,=~",
        "/a?http://b/c"
      })
  void targetArrivesAsItWasSent(String target) throws Exception {
    for (Way way : List.of(Way.HTTP, Way.HTTPS)) {
      Request request = asked(way, "GET " + target, "localhost");
      assertEquals(target, request.target());
      int question = target.indexOf('?');
      assertEquals(question < 0 ? target : target.substring(0, question), request.path());
      assertEquals(List.of("1", "2"), request.fields().all("X-One"));
    }
  }

  @Test
  void manyParametersAreStillATarget() throws Exception {
    String target = "/a?" + "b&".repeat(4000);
    assertEquals(target, asked(Way.HTTP, "GET " + target, "localhost").target());
  }

  @ParameterizedTest
  @EnumSource
  void clientsOfAllProtocolsAreUnderstoodAlike(Way way) throws Exception {
    fixture.get(way, "/%2e%2e/a%2Fb;x=1//c?d=%20e;f");
    Request request = fixture.handler.requests.getFirst();
    assertEquals("/%2e%2e/a%2Fb;x=1//c", request.path());
    assertEquals("d=%20e;f", request.query());
    assertEquals("localhost:" + fixture.port(way), request.authority());
    assertEquals("localhost", request.host());
    assertEquals("127.0.0.1", request.client());
  }

  /** Undertow tells no difference, and none is worth a parser of our own. */
  @Test
  void questionMarkAloneIsNoQuery() throws Exception {
    Request request = asked(Way.HTTP, "GET /a?", "localhost");
    assertEquals("/a", request.path());
    assertNull(request.query());
  }

  @Test
  void authorityIsInLowerCase() throws Exception {
    assertEquals("a.example:81", asked(Way.HTTP, "GET /", "A.Example:81").authority());
    assertEquals("[::1]:81", asked(Way.HTTP, "GET /", "[::1]:81").authority());
    assertEquals("[::1]", asked(Way.HTTP, "GET /", "[::1]:81").host());
  }

  @Test
  void absoluteTargetNamesTheAuthority() throws Exception {
    Request request = asked(Way.HTTP, "GET http://Example.org:81/a;b?c", "Example.org:81");
    assertEquals("example.org:81", request.authority());
    assertEquals("/a;b", request.path());
    assertEquals("c", request.query());
    assertEquals("/", asked(Way.HTTP, "GET http://example.org", "example.org").path());
    Request query = asked(Way.HTTP, "GET http://example.org?a", "example.org");
    assertEquals("/?a", query.target());
    assertEquals("example.org", query.authority());
  }

  @Test
  void targetOfAllResourcesIsForOptions() throws Exception {
    assertEquals("*", asked(Way.HTTP, "OPTIONS *", "localhost").path());
  }
}
