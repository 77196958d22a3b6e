package dev.larder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {

  @TempDir Path directory;

  @Test
  void storeIsMadeWithItsParents() throws StartFailure {
    Path store = directory.resolve("a/b");
    Preflight.makeDirectory(store);
    Preflight.makeDirectory(store);
    assertTrue(Files.isDirectory(store));
  }

  @Test
  void fileInTheStoresPlaceIsASentence() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "");
    assertEquals("the store " + file + " is not a directory", sentence(file));
    assertEquals("the store " + file.resolve("g") + " cannot be made", sentence(file.resolve("g")));
  }

  private static String sentence(Path store) {
    return assertThrows(StartFailure.class, () -> Preflight.makeDirectory(store)).sentence();
  }
}
