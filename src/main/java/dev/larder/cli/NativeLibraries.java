package dev.larder.cli;

import dev.larder.variant.VariantWorkshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where native libraries are unpacked: beside the store, since a service's {@code /tmp} may hold no
 * executable code, and what a killed process leaves there stays for ever.
 */
final class NativeLibraries {
  private NativeLibraries() {}

  /** Names the place, unless the operator has named one. Earlier processes' copies go. */
  static void unpackInto(Path storeDirectory) throws IOException {
    if (System.getProperty(VariantWorkshop.NATIVE_DIRECTORY_PROPERTY) != null) {
      return;
    }
    Path directory = Files.createDirectories(storeDirectory.toAbsolutePath().resolve("native"));
    System.setProperty(VariantWorkshop.NATIVE_DIRECTORY_PROPERTY, directory.toString());
  }
}
