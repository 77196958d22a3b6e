package dev.larder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {

  @TempDir Path directory;

  @Test
  void tokenIsMadeOnceForItsOwnerOnly() throws Exception {
    String token = AdminToken.of(null, directory.resolve("store"));
    assertTrue(token.matches("[A-Za-z0-9_-]{43}"), token);
    Path file = directory.resolve("store/admin.token");
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    assertEquals(token, AdminToken.of(null, directory.resolve("store")));
    assertNotEquals(token, AdminToken.of(null, directory.resolve("other")));
  }

  @Test
  void tokenOfTheOperatorIsUsedWithoutWhiteSpaceAround() throws Exception {
    Path file = Files.writeString(directory.resolve("t"), " word \n");
    assertEquals("word", AdminToken.of(file, directory));
  }

  @Test
  void unusableTokenFilesAreSentences() throws IOException {
    Path two = Files.writeString(directory.resolve("two"), "two words");
    assertEquals(
        "the token file " + two + " must hold one word of visible ASCII signs", sentence(two));
    Path none = directory.resolve("none");
    assertEquals("there is no token file " + none, sentence(none));
    assertEquals("the token file " + directory + " cannot be read", sentence(directory));
  }

  private String sentence(Path file) {
    return assertThrows(StartFailure.class, () -> AdminToken.of(file, directory)).sentence();
  }
}
