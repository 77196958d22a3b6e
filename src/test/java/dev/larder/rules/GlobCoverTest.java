package dev.larder.rules;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobCoverTest {

  private static List<PathGlob> globs(String... texts) {
    return Stream.of(texts).map(PathGlob::of).toList();
  }

  private static boolean covers(String earlier, String glob) {
    return GlobCover.covers(globs(earlier.split(" ", -1)), PathGlob.of(glob));
  }

  @ParameterizedTest
  @CsvSource({
    "/**, /a",
    "**, *",
    "/**, **/*.js",
    "/a/**, /a/*/b",
    "/a/**, /a/b/**",
    "/*, /a?c",
    "/a, /a",
    "**/*.js, /a/**/b.min.js",
    "/? /??**, /*b",
    "/* /*/**, /**"
  })
  void whatIsLeftNothingIsCovered(String earlier, String glob) {
    assertTrue(covers(earlier, glob), earlier + " over " + glob);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/*, /a/**",
    "/a/**, /a",
    "/*, /a/b",
    "**/*.js, /a.jsx",
    "/a/** /b/**, /?/c",
    "/abc, /ab?",
    "/*.js, **/*.js",
    "/? /??, /*"
  })
  void whatIsLeftSomethingIsNot(String earlier, String glob) {
    assertFalse(covers(earlier, glob), earlier + " over " + glob);
  }

  @Test
  void nothingBeforeItCoversNothing() {
    assertFalse(GlobCover.covers(List.of(), PathGlob.of("/a")));
  }

  @Test
  void globThatNoPathCanMatchIsCoveredByNothingAlready() {
    assertTrue(GlobCover.covers(List.of(), PathGlob.of("a")));
  }

  /** In so many steps that nobody waits for them. */
  @Test
  void globsWithVeryManyPlacesAreGivenUpInTime() {
    String[] many =
        Stream.iterate("/**a" + "?".repeat(3), text -> text + "?").limit(20).toArray(String[]::new);
    assertFalse(GlobCover.covers(globs(many), PathGlob.of("/**b")));
  }

  @Provide
  Arbitrary<String> glob() {
    return Arbitraries.strings().withChars("/a*?b").ofMaxLength(6).map(text -> '/' + text);
  }

  @Provide
  Arbitrary<String> path() {
    return Arbitraries.strings().withChars("/abc").ofMaxLength(7).map(text -> '/' + text);
  }

  @Property
  void whatACoveredGlobMatchesOneOfTheEarlierDoes(
      @ForAll("glob") String one,
      @ForAll("glob") String other,
      @ForAll("glob") String glob,
      @ForAll("path") String path) {
    List<PathGlob> earlier = globs(one, other);
    if (GlobCover.covers(earlier, PathGlob.of(glob)) && PathGlob.of(glob).matches(path)) {
      assertTrue(earlier.stream().anyMatch(each -> each.matches(path)), path);
    }
  }

  /** Up to four characters every path can be tried. */
  @Property(tries = 300)
  void shortGlobIsCoveredExactlyIfNoShortPathIsLeft(
      @ForAll("glob") String one, @ForAll("short") String glob) {
    List<PathGlob> earlier = globs(one);
    boolean left =
        paths(4)
            .anyMatch(path -> PathGlob.of(glob).matches(path) && !earlier.getFirst().matches(path));
    assertTrue(left != GlobCover.covers(earlier, PathGlob.of(glob)), one + " over " + glob);
  }

  @Provide("short")
  Arbitrary<String> withoutStars() {
    return Arbitraries.strings().withChars("/a?b").ofMaxLength(3).map(text -> '/' + text);
  }

  private static Stream<String> paths(int length) {
    return length == 1
        ? Stream.of("/")
        : paths(length - 1)
            .flatMap(path ->
                path.length() < length - 1
                    ? Stream.of(path)
                    : Stream.of("", "/", "a", "b", "c").map(path::concat));
  }
}
