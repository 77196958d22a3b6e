package dev.larder.rules;

import static dev.larder.rules.Given.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidationTest {
  private static final String OWN = "/a/b?q=1";

  @ParameterizedTest
  @CsvSource({
    "GET, false",
    "HEAD, false",
    "OPTIONS, false",
    "TRACE, false",
    "POST, true",
    "PUT, true",
    "DELETE, true",
    "PATCH, true",
    "FOO, true",
    "get, true"
  })
  void allButTheSafeMethodsAreUnsafe(String method, boolean unsafe) {
    assertEquals(unsafe, Invalidation.isUnsafe(method));
    assertEquals(
        unsafe ? List.of(OWN) : List.of(),
        Invalidation.targets(request(method), new ResponseHead(204, Fields.EMPTY)));
  }

  @ParameterizedTest
  @CsvSource({"200, 1", "201, 1", "302, 1", "399, 1", "400, 0", "404, 0", "500, 0"})
  void failedRequestsInvalidateNothing(int status, int targets) {
    assertEquals(
        targets,
        Invalidation.targets(request("POST"), new ResponseHead(status, Fields.EMPTY)).size());
  }

  @ParameterizedTest
  @CsvSource({
    "http://h.example/c?d#e, /c?d",
    "https://h.example/c, /c",
    "HTTP://H.Example:80/c, /c",
    "https://h.example:443/c, /c",
    "//h.example/c, /c",
    "http://h.example, /",
    "http://h.example?d, /?d",
    "/c/../d, /c/../d",
    "c, /a/c",
    "../c, /a/../c",
    "./c:d, /a/./c:d",
    "?d, /a/b?d",
    "'', /a/b?q=1",
    "#e, /a/b?q=1",
    "' /c ', /c",
    "/c|{d}, /c|{d}",
    "/%zz, /%zz"
  })
  void targetsOfTheSameHostAreDroppedToo(String reference, String target) {
    assertEquals(List.of(OWN, target), targets("Location", reference));
    assertEquals(List.of(OWN, target), targets("Content-Location", reference));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://other.example/c",
        "//other.example/c",
        "http://h.example:8080/c",
        "http://user@h.example/c",
        "http://h.example.evil/c",
        "https://h.example:80/c",
        "ftp://h.example/c",
        "mailto:h.example",
        "http:/c",
        "http:c",
        "/c d",
        "/c\u0000",
        "/ü"
      })
  void otherHostsAndNonsenseAreNot(String reference) {
    assertEquals(List.of(OWN), targets("Location", reference));
  }

  @Test
  void bothFieldsAreHeeded() {
    assertEquals(List.of(OWN, "/c", "/d"), targets("Content-Location", "/d", "Location", "/c"));
  }

  @Test
  void portOfTheRequestIsPartOfItsHost() {
    Request request =
        new Request("PUT", "https", "h:8443", "/a", null, Fields.EMPTY, "HTTP/2", "::1");
    ResponseHead answer =
        new ResponseHead(
            201, Fields.of("Location", "https://h:8443/b", "Content-Location", "https://h/c"));
    assertEquals(List.of("/a", "/b"), Invalidation.targets(request, answer));
  }

  @Property
  void noTextBreaksItAndEveryTargetIsAPath(@ForAll String reference) {
    for (String target : targets("Location", reference)) {
      assertTrue(target.startsWith("/"));
      assertTrue(target.indexOf(' ') < 0);
    }
  }

  private static List<String> targets(String... answer) {
    return Invalidation.targets(request("POST"), new ResponseHead(201, Fields.of(answer)));
  }
}
