package dev.larder.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.CacheKey;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyingTest {

  @ParameterizedTest
  @CsvSource({
    "/%41%7a%30%2D%2e%5F%7e, /Az0-._~",
    "/%7E%2f%2F, /~%2F%2F",
    "/%e2%82%ac, /%E2%82%AC",
    "/%00, /%00",
    "/%25%34%31, /%2541"
  })
  void onlyTheUnreservedIsDecodedAndHexDigitsAreUpperCase(String path, String canonical) {
    assertEquals(canonical, Keying.canonicalPath(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/%4", "/%zz", "/a%", "/%%34%31", "/%4%31", "/%４１", "/%41%"})
  void segmentWithAStrayPercentSignIsLeftAlone(String path) {
    assertEquals(path, Keying.canonicalPath(path));
    assertEquals("/A" + path, Keying.canonicalPath("/%41" + path));
  }

  @ParameterizedTest
  @CsvSource({
    "/a/../b, /b",
    "/a/%2e%2e/b, /b",
    "/a/.%2E/b, /b",
    "/a/./b, /a/b",
    "/a/%2E/b, /a/b",
    "/a/.., /",
    "/a/b/.., /a/",
    "/a/., /a/",
    "/.., /",
    "/../../a, /a",
    "/a//../b, /a/b",
    "/a/.../b, /a/.../b",
    "/.well-known/a, /.well-known/a",
    "/a/..%2Fb, /a/..%2Fb",
    "/a..b, /a..b",
    "*, *"
  })
  void dotSegmentsAreResolved(String path, String canonical) {
    assertEquals(canonical, Keying.canonicalPath(path));
  }

  @Test
  void whatMayMeanSomethingElseHasAKeyOfItsOwn() {
    List<String> paths =
        List.of(
            "/a/b",
            "/a%2Fb",
            "/a//b",
            "/a\\b",
            "/a%5Cb",
            "/a/B",
            "/a/b/",
            "/a/b;x",
            "/a/b%3Fx",
            "/a/b%23",
            "/a/b%00",
            "/a/%C0%AF",
            "/a/%252F",
            "/a/%");
    for (String one : paths) {
      for (String other : paths) {
        assertEquals(one.equals(other), key(one, null).equals(key(other, null)), one + other);
      }
    }
    assertNotEquals(key("/a", "b=1&c=2"), key("/a", "c=2&b=1"));
    assertNotEquals(key("/a", "b=1"), key("/a", "b=1&b=1"));
    assertNotEquals(key("/a", "b=1"), key("/a%3Fb=1", null));
  }

  @Test
  void queryIsNormalisedButNotResolved() {
    assertEquals("b=/../A%2F", key("/a", "b=/../%41%2f").query());
    assertEquals(key("/a", null), key("/a", ""));
  }

  @Test
  void keyOfARequestHasItsSiteAndHost() {
    assertEquals(
        new CacheKey("site", "h.example", "/a/b", "q=1"),
        Keying.key("site", "h.example", Given.get().path(), Given.get().query(), QueryRule.ALL));
    assertEquals("h.example", Keying.canonicalHost("H.Example"));
  }

  @Test
  void plainPathIsNotCopied() {
    String path = "/assets/app.4f2a.js";
    assertSame(path, Keying.canonicalPath(path));
  }

  @Property
  void canonicalIsCanonicalAlready(@ForAll("paths") String path) {
    String canonical = Keying.canonicalPath(path);
    assertEquals(canonical, Keying.canonicalPath(canonical));
    assertTrue(canonical.startsWith("/"));
    assertFalse((canonical + "/").contains("/../"));
    assertFalse((canonical + "/").contains("/./"));
  }

  @Property
  void canonicalQueryIsCanonicalAlready(@ForAll("paths") String query) {
    String canonical = Keying.canonicalEscapes(query);
    assertEquals(canonical, Keying.canonicalEscapes(canonical));
  }

  @Property
  void noTextBreaksIt(@ForAll String text) {
    String canonical = Keying.canonicalPath("/" + text);
    assertEquals(canonical, Keying.canonicalPath(canonical));
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of(
            "/",
            "/",
            ".",
            "..",
            "%2e",
            "%2E",
            "%2f",
            "%5c",
            "%",
            "%%",
            "2",
            "e",
            "E",
            "4",
            "1",
            "%41",
            "%34%31",
            "a",
            "//",
            "%zz",
            "%e2%82%ac",
            "?",
            "\\")
        .list()
        .ofMaxSize(10)
        .map(parts -> '/' + String.join("", parts));
  }

  private static CacheKey key(String path, @Nullable String query) {
    return Keying.key("site", "", Keying.canonicalPath(path), query, QueryRule.ALL);
  }
}
