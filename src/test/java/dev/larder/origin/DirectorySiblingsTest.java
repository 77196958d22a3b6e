package dev.larder.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.larder.http.ContentCoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files that a build coded beside others are found. */
class DirectorySiblingsTest {
  @TempDir private Path around;
  private Path root;

  @BeforeEach
  void make() throws IOException {
    root = Files.createDirectory(around.resolve("root"));
    Files.writeString(around.resolve("secret.txt"), "secret");
  }

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private Origin origin(boolean dotfiles) {
    OriginOptions options = new OriginOptions(root.toString(), Asker.PATIENT, 1, dotfiles);
    return Origins.open(options, OriginObserver.NONE, InstantSource.system());
  }

  private @Nullable String sibling(String target, ContentCoding coding, boolean dotfiles)
      throws IOException {
    OriginBody body = origin(dotfiles).sibling(target, coding, 10);
    return body == null ? null : Asker.text(body);
  }

  @Test
  void codedSiblingsAreFoundByTheNameOfTheirFile() throws IOException {
    file("a b.js.br", "brotli");
    file("a b.js.gz", "gzip");
    file("index.html.gz", "top");
    file("docs/index.html.gz", "docs");
    assertEquals("brotli", sibling("/a%20b.js?v=1", ContentCoding.BROTLI, false));
    assertEquals("gzip", sibling("/a%20b.js", ContentCoding.GZIP, false));
    assertEquals("top", sibling("/", ContentCoding.GZIP, false));
    assertEquals("docs", sibling("/docs/?q", ContentCoding.GZIP, false));
    assertNull(sibling("/docs/", ContentCoding.BROTLI, false));
    assertNull(sibling("/a%20b.js", ContentCoding.IDENTITY, false));
    assertNull(sibling("/a%20b.js", ContentCoding.DICTIONARY, false));
  }

  @Test
  void siblingLargerThanWantedIsNotRead() throws IOException {
    file("a.js.br", "0123456789");
    file("b.js.br", "01234567890");
    assertEquals("0123456789", sibling("/a.js", ContentCoding.BROTLI, false));
    assertNull(sibling("/b.js", ContentCoding.BROTLI, false));
  }

  @Test
  void siblingsAreServedByTheRulesOfAnyFile() throws IOException {
    file(".env.gz", "private");
    file("dir.js.gz/a.txt", "x");
    file("real/a.js.gz", "inside");
    Files.createSymbolicLink(root.resolve("a.js.gz"), Path.of("real/a.js.gz"));
    Files.createSymbolicLink(root.resolve("b.js.gz"), around.resolve("secret.txt"));
    Files.createSymbolicLink(root.resolve("up"), around);
    Files.writeString(around.resolve("c.js.gz"), "secret");
    assertNull(sibling("/.env", ContentCoding.GZIP, false));
    assertEquals("private", sibling("/.env", ContentCoding.GZIP, true));
    assertEquals("inside", sibling("/a.js", ContentCoding.GZIP, false));
    for (String target :
        new String[] {"/dir.js", "/b.js", "/up/c.js", "/../c.js", "/%2e%2e/c.js", "c.js", "*"}) {
      assertNull(sibling(target, ContentCoding.GZIP, false), target);
    }
    Files.delete(root.resolve("b.js.gz"));
    Files.delete(root.resolve("a.js.gz"));
    assertNull(sibling("/a.js", ContentCoding.GZIP, false));
  }
}
