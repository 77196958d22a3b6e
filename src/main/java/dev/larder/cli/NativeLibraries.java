package dev.larder.cli;

import dev.larder.variant.VariantWorkshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where native libraries are unpacked: beside the store, since a service's {@code /tmp} may hold no
 * executable code, and what a killed process leaves there stays for ever.
 */
final class NativeLibraries {
  private NativeLibraries() {}

  /**
   * Names the place, unless the operator has named one. Copies that killed processes left go.
   *
   * @param storeDirectory which no other process uses
   */
  static void unpackInto(Path storeDirectory) throws IOException {
    if (System.getProperty(VariantWorkshop.NATIVE_DIRECTORY_PROPERTY) != null) {
      return;
    }
    Path directory = storeDirectory.toAbsolutePath().resolve("native");
    delete(directory);
    Files.createDirectories(directory);
    System.setProperty(VariantWorkshop.NATIVE_DIRECTORY_PROPERTY, directory.toString());
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
