package dev.larder.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

  /** A real name, and whether a build tool has put a hash of the content into it. */
  private record Name(boolean hashed, String path) {
    static Name of(String line) {
      String[] columns = line.split("\t", -1);
      return new Name(columns[0].equals("hashed"), columns[1]);
    }
  }

  private static List<Name> names() throws IOException {
    try (InputStream in = FingerprintTest.class.getResourceAsStream("names.tsv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).map(Name::of).toList();
    }
  }

  @Test
  void ofTheRealNamesThatAreTakenForHashedNinetyNineInAHundredAre() throws IOException {
    List<Name> names = names();
    assertTrue(names.size() >= 800);
    List<Name> taken = names.stream().filter(name -> Fingerprint.isIn(name.path())).toList();
    List<String> wrong = taken.stream().filter(name -> !name.hashed()).map(Name::path).toList();
    double precision = 1 - (double) wrong.size() / taken.size();
    assertTrue(precision >= 0.99, () -> "taken for hashed: " + wrong);
  }

  @Test
  void ofTheHashedRealNamesFourInFiveAreRecognised() throws IOException {
    List<Name> hashed = names().stream().filter(Name::hashed).toList();
    List<String> missed =
        hashed.stream().map(Name::path).filter(path -> !Fingerprint.isIn(path)).toList();
    assertTrue(missed.size() * 5 <= hashed.size(), () -> "not recognised: " + missed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/index-DlhE0rqZ.js",
        "/static/js/2.1a2b3c4d.chunk.js",
        "/main.f3a9c2d17b60e845.css",
        "/chunk-SLEKX5ZW.mjs",
        "/_next/static/media/3b8c5f0e9d1a2b4c6d7e.woff2",
        "/app-5f2d9c1e8b7a6d3c4f0e1a2b3c4d5e6f.js.map",
        "/base.27e20196a850.js",
        "/2.9f1c3b7a.js.LICENSE.txt"
      })
  void hashOfABuildToolIsRecognised(String path) {
    assertTrue(Fingerprint.isIn(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/jquery-3.7.1.min.js",
        "/report-20240131.js",
        "/report.20240131.js",
        "/photo-20240131a.jpg",
        "/build-1699999999.js",
        "/photo-e1476803621402.jpg",
        "/cafe2023-cafe2023.jpg",
        "/swatch-ff00ff80.png",
        "/1f468-200d-1f469.svg",
        "/a452c48a-ab03-4350-8619-ad0c928ce619.json",
        "/lib-arm64v8a.wasm",
        "/lib.win32x64.js",
        "/MyWidget-TextArea.js",
        "/README-TEMPLATE.js",
        "/renderer-Canvas2D.js",
        "/app.js?v=1a2b3c4d",
        "/1a2b3c4d5e6f7a8b/app.js",
        "/index-DlhE0rqZ.html",
        "/index-DlhE0rqZ",
        "/1a2b3c4d.js",
        "/.1a2b3c4d",
        "/",
        ""
      })
  void whatOnlyLooksLikeAHashIsNone(String path) {
    assertFalse(Fingerprint.isIn(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v=1", "a=b&v=1", "v=1&a", "v=&v=1", "v=&hash=1", "v==", "hash=v"})
  void parameterThatIsNamedIsASignWhereItHasAValue(String query) {
    assertTrue(Fingerprint.isParameter(query, List.of("v", "hash")), query);
    assertFalse(Fingerprint.isParameter(query, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v", "v=", "v=&a=1", "V=1", "vv=1", "wv=1", "a=v", "a=v=1", "v&=1"})
  void parameterWithoutValueIsNone(String query) {
    assertFalse(Fingerprint.isParameter(query, List.of("v", "hash")), query);
  }

  @Property
  void directoriesSayNothing(@ForAll String name) {
    String segment = name.replace("/", "");
    assertEquals(Fingerprint.isIn(segment), Fingerprint.isIn("/1a2b3c4d5e6f7a8b/" + segment));
  }
}
