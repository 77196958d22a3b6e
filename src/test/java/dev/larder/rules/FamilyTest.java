package dev.larder.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.larder.http.CacheKey;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FamilyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/pkg/1.2.3/a.js                        | /pkg/*/a.js",
        "/pkg/1.2.x/a.js                        | /pkg/*/a.js",
        "/pkg/v1.2.3-beta.1/a.js                | /pkg/*/a.js",
        "/npm/bootstrap@5.3.6/dist/bootstrap.js | /npm/bootstrap@*/dist/bootstrap.js",
        "/npm/@scope/kit@5/index.js             | /npm/@scope/kit@*/index.js",
        "/assets/app.3f9c2d1b.js                | /assets/app.*.js",
        "/assets/app.3f9c2d1b.min.js            | /assets/app.*.min.js",
        "/assets/index-D1wrgT9a.js              | /assets/index-*.js",
        "/js/jquery-3.7.1.min.js                | /js/jquery-*.min.js",
        "/3f9c2d1b8a7e6f50aa/app.js             | /*/app.js",
        "/bootstrap/5.3.6/app.3f9c2d1b.css      | /bootstrap/*/app.*.css"
      })
  void whatNamesAVersionGivesWay(String path, String shared) {
    assertEquals(shared, path(path, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a.js",
        "/v2/a.js",
        "/pkg/1.2./a.js",
        "/pkg/1.2.3_4/a.js",
        "/pkg/.5/a.js",
        "/pkg@/a.js",
        "/2024/a.js",
        "/img/logo@2x.png",
        "/3f9c2d1b8a7e6f50.js",
        "/docs/1/2/index.html",
        "/@scope/kit/a.js",
        "/release.notes/a.js",
        "/"
      })
  void whatNamesNoneHasNoFamily(String path) {
    assertNull(family(path, ""));
  }

  @Test
  void parametersThatNameAVersionGiveWay() {
    assertEquals("v=*", Objects.requireNonNull(family("/a.js", "v=12")).key().query());
    assertEquals("l=en&v=*", Objects.requireNonNull(family("/a.js", "l=en&v=12")).key().query());
    assertEquals("build=*", Objects.requireNonNull(family("/a.js", "build=7")).key().query());
    assertNull(family("/a.js", "v"));
    assertNull(family("/a.js", "v="));
    assertNull(family("/a.js", "view=1"));
  }

  @Test
  void patternsOfTheSiteComeFirst() {
    assertEquals("/nightly/*/main.js", path("/nightly/thursday/main.js", ""));
  }

  @Test
  void sitesAndHostsAreKeptApart() {
    CacheKey one = new CacheKey("one", "a.test", "/pkg/1.0.0/a.js", "");
    CacheKey other = new CacheKey("one", "b.test", "/pkg/1.0.0/a.js", "");
    Family first = Objects.requireNonNull(Family.of(one, List.of(), List.of()));
    Family second = Objects.requireNonNull(Family.of(other, List.of(), List.of()));
    assertEquals("a.test", first.key().host());
    assertEquals("b.test", second.key().host());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/pkg/1.2.3/a.js   |       | match=\"/pkg/*/a.js\"",
        "/a.js             | v=12  | match=\"/a.js\\\\?v=*\"",
        "/pkg/1.2.3/a+b.js |       | match=\"/pkg/*/a\\\\+b.js\"",
        "/pkg/1.2.3/(a).js |       | match=\"/pkg/*/\\\\(a\\\\).js\"",
        "/x:y/1.2.3/a.js   |       | match=\"/x\\\\:y/*/a.js\""
      })
  void signsThatMeanSomethingInPatternsAreEscaped(
      String path, @Nullable String query, String expected) {
    Family family = Objects.requireNonNull(family(path, query == null ? "" : query));
    assertEquals(expected, family.useAsDictionary());
  }

  @Test
  void whatNoFieldCanCarryIsNotOffered() {
    assertNull(Objects.requireNonNull(family("/pkg/1.2.3/\u00e9.js", "")).useAsDictionary());
  }

  @Property
  void noPathBreaksIt(@ForAll String path, @ForAll String query) {
    Family family = family('/' + path, query);
    if (family != null) {
      family.useAsDictionary();
    }
  }

  private static String path(String path, String query) {
    return Objects.requireNonNull(family(path, query)).key().path();
  }

  private static @Nullable Family family(String path, String query) {
    return Family.of(
        new CacheKey("site", "", path, query),
        List.of(PathGlob.of("/nightly/*/main.js")),
        List.of("build"));
  }
}
