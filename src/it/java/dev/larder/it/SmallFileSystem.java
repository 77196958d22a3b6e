package dev.larder.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file system in memory that is soon full. Mounting it needs root or a sudo that asks nothing.
 */
final class SmallFileSystem implements AutoCloseable {

  private final Path directory;

  private SmallFileSystem(Path directory) {
    this.directory = directory;
  }

  /**
   * Mounts one on an empty directory, in which anybody may write.
   *
   * @param options of tmpfs, such as {@code size=64m}
   */
  static SmallFileSystem on(Path directory, String options) {
    asRoot("mount", "-t", "tmpfs", "-o", "mode=0777," + options, "tmpfs", directory.toString());
    return new SmallFileSystem(directory);
  }

  Path directory() {
    return directory;
  }

  /** Bytes that nobody took. */
  long free() {
    try {
      return Files.getFileStore(directory).getUnallocatedSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lazily, because a node that was killed a moment ago may still be leaving. */
  @Override
  public void close() {
    asRoot("umount", "--lazy", directory.toString());
  }

  private static void asRoot(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (!"root".equals(System.getProperty("user.name"))) {
      command.add(Programs.find("sudo").toString());
      command.add("--non-interactive");
    }
    command.add(Programs.find(program).toString());
    command.addAll(List.of(arguments));
    Programs.Ended ended = Programs.run(Duration.ofSeconds(30), Map.of(), command);
    if (ended.status() != 0) {
      throw new AssertionError(
          "this needs root, or a sudo that asks nothing, and the right to mount: "
              + String.join(" ", command)
              + ": "
              + ended.said());
    }
  }
}
