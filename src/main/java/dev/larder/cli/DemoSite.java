package dev.larder.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The site that {@code larder demo} serves: it travels in the jar, and is unpacked into a directory
 * of its own, with a store beside it, that is deleted in the end.
 */
final class DemoSite implements AutoCloseable {

  /** The paths of the site's files, one a line, for a jar's folders cannot be listed. */
  static final String FILES = "/demo/FILES";

  private final Path directory;

  private DemoSite(Path directory) {
    this.directory = directory;
  }

  static DemoSite unpack() throws IOException {
    DemoSite site = new DemoSite(Files.createTempDirectory("larder-demo-"));
    for (String name : names()) {
      Path file = site.files().resolve(name);
      Files.createDirectories(file.getParent());
      try (InputStream bytes = resource("/demo/" + name)) {
        Files.copy(bytes, file);
      }
    }
    return site;
  }

  /** The paths of the site's files, relative and with slashes. */
  static List<String> names() throws IOException {
    try (InputStream list = resource(FILES)) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  Path files() {
    return directory.resolve("site");
  }

  Path store() {
    return directory.resolve("store");
  }

  /** Deletes what was unpacked and stored. */
  @Override
  public void close() {
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (IOException stays) {
      throw new UncheckedIOException("some of " + directory + " could not be deleted", stays);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(
        DemoSite.class.getResourceAsStream(name), () -> name + " is not on the class path");
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(visited);
      return FileVisitResult.CONTINUE;
    }
  }
}
