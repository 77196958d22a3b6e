package dev.larder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.server.ServerOptions;
import dev.larder.variant.VariantWorkshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("names a system property")
class NativeLibrariesTest {
  private static final String PROPERTY = VariantWorkshop.NATIVE_DIRECTORY_PROPERTY;

  private static final String TLS_PROPERTY = ServerOptions.Tls.NATIVE_DIRECTORY_PROPERTY;

  @TempDir private Path store;
  private @Nullable String before;
  private @Nullable String tlsBefore;

  @BeforeEach
  void forget() {
    before = System.clearProperty(PROPERTY);
    tlsBefore = System.clearProperty(TLS_PROPERTY);
  }

  @AfterEach
  void restore() {
    restore(PROPERTY, before);
    restore(TLS_PROPERTY, tlsBefore);
  }

  private static void restore(String property, @Nullable String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  @Test
  void copiesOfKilledProcessesGo() throws IOException {
    Path left = Files.createDirectories(store.resolve("native/brotli_1"));
    Files.writeString(left.resolve("libbrotli.so"), "x");
    NativeLibraries.unpackInto(store);
    Path place = Path.of(System.getProperty(PROPERTY));
    assertEquals(store.resolve("native").toAbsolutePath(), place);
    assertEquals(place.toString(), System.getProperty(TLS_PROPERTY));
    assertTrue(Files.isDirectory(place));
    assertTrue(Files.notExists(left));
  }

  @Test
  void placeThatTheOperatorNamedIsLeftAlone() throws IOException {
    System.setProperty(PROPERTY, "/elsewhere");
    System.setProperty(TLS_PROPERTY, "/elsewhere");
    NativeLibraries.unpackInto(store);
    assertEquals("/elsewhere", System.getProperty(PROPERTY));
    assertTrue(Files.notExists(store.resolve("native")));
  }
}
