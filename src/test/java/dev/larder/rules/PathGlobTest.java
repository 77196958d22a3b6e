package dev.larder.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathGlobTest {

  @ParameterizedTest
  @CsvSource({
    "/a/*.js, /a/b.js, true",
    "/a/*.js, /a/.js, true",
    "/a/*.js, /a/b/c.js, false",
    "/a/*.js, /a/b.js.map, false",
    "/a/**, /a/b/c.js, true",
    "/a/**, /a/, true",
    "/a/**, /a, false",
    "/**/*.js, /a/b/c.js, true",
    "**-*.css, /x/y/a-b.css, true",
    "**-*.css, /x-y/a.css, false",
    "/a?c, /abc, true",
    "/a?c, /a/c, false",
    "/a?c, /ac, false",
    "/a.c, /abc, false",
    "'/[a-z]+\\d', '/[a-z]+\\d', true",
    "***, /a/b, true",
    "**?/*, a/a/, true",
    "'', '', true",
    "'', /a, false",
    "*, '', true"
  })
  void globsMatchWholePaths(String glob, String path, boolean matches) {
    assertEquals(matches, PathGlob.of(glob).matches(path));
  }

  /** The regular expression of the same meaning is simple, and slow: here it is the judge. */
  @Property(tries = 5000)
  void meaningIsThatOfTheRegularExpression(
      @ForAll("globs") String glob, @ForAll("paths") String path) {
    assertEquals(regex(glob).matcher(path).matches(), PathGlob.of(glob).matches(path));
  }

  @Test
  void longPathsOfAClientsChoiceTakeNoTime() {
    PathGlob glob = PathGlob.of("**-*-*-**-*-*.js");
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertFalse(glob.matches("/" + "-".repeat(100_000)));
          assertFalse(glob.matches("/" + "-/".repeat(50_000)));
        });
  }

  private static Pattern regex(String glob) {
    String quoted =
        Pattern.quote(glob)
            .replace("**", "\\E.{0,}\\Q")
            .replace("*", "\\E[^/]{0,}\\Q")
            .replace("?", "\\E[^/]\\Q");
    return Pattern.compile(quoted, Pattern.DOTALL);
  }

  @Provide
  Arbitrary<String> globs() {
    return Arbitraries.of("*", "**", "?", "/", "a", "b", "ab")
        .list()
        .ofMaxSize(7)
        .map(PathGlobTest::joined);
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of("/", "a", "b", "ab", "/a").list().ofMaxSize(8).map(PathGlobTest::joined);
  }

  private static String joined(Iterable<String> parts) {
    return String.join("", parts);
  }
}
