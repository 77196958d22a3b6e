package dev.larder.cli;

import dev.larder.server.ServerOptions;
import dev.larder.variant.VariantWorkshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where native libraries are unpacked: beside the store, since a service's {@code /tmp} may hold no
 * executable code, and what a killed process leaves there stays for ever.
 */
final class NativeLibraries {
  /** The properties that name the place: Brotli's, and that of TLS. */
  private static final List<String> PROPERTIES =
      List.of(
          VariantWorkshop.NATIVE_DIRECTORY_PROPERTY, ServerOptions.Tls.NATIVE_DIRECTORY_PROPERTY);

  private NativeLibraries() {}

  /**
   * Names the place to whom the operator has named none. Copies that killed processes left go.
   *
   * @param storeDirectory which no other process uses
   */
  static void unpackInto(Path storeDirectory) throws IOException {
    List<String> unnamed =
        PROPERTIES.stream().filter(property -> System.getProperty(property) == null).toList();
    if (unnamed.isEmpty()) {
      return;
    }
    Path directory = storeDirectory.toAbsolutePath().resolve("native");
    delete(directory);
    Files.createDirectories(directory);
    unnamed.forEach(property -> System.setProperty(property, directory.toString()));
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
