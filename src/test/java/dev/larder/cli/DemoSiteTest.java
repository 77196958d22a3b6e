package dev.larder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoSiteTest {

  private static final Path SOURCES = Path.of("src/main/resources/demo");

  @Test
  void everyFileOfTheSiteIsListed() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<String> names =
          files
              .filter(Files::isRegularFile)
              .map(file -> SOURCES.relativize(file).toString())
              .filter(name -> !name.equals("FILES"))
              .sorted()
              .toList();
      assertEquals(names, DemoSite.names());
    }
  }

  @Test
  void unpackedSiteIsWholeAndGoneInTheEnd() throws IOException {
    DemoSite site = DemoSite.unpack();
    for (String name : DemoSite.names()) {
      assertEquals(-1, Files.mismatch(SOURCES.resolve(name), site.files().resolve(name)), name);
    }
    Files.createDirectories(site.store().resolve("aa"));
    Files.writeString(site.store().resolve("aa/object"), "kept");
    site.close();
    assertFalse(Files.exists(site.files().getParent()));
  }

  @Test
  void fingerprintsAreThoseOfTheContent() throws IOException, NoSuchAlgorithmException {
    List<String> names =
        DemoSite.names().stream().filter(name -> name.startsWith("fingerprinted/")).toList();
    assertFalse(names.isEmpty());
    for (String name : names) {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(SOURCES.resolve(name)));
      String fingerprint = HexFormat.of().formatHex(hash).substring(0, 8);
      assertTrue(name.contains("." + fingerprint + "."), name + " for " + fingerprint);
    }
  }

  @Test
  void everyFileThatThePageNamesIsThere() throws IOException {
    String page = Files.readString(SOURCES.resolve("index.html"));
    String style = Files.readString(SOURCES.resolve("assets/site.css"));
    List<String> named =
        Stream.of(page, style)
            .flatMap(text ->
                Pattern.compile("\"/([a-z][^\"]*)\"")
                    .matcher(text)
                    .results()
                    .map(result -> result.group(1)))
            .toList();
    assertTrue(named.size() > 5, named.toString());
    assertTrue(DemoSite.names().containsAll(named), named.toString());
  }
}
