package dev.larder.store.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where things lie in the store's directory.
 *
 * @param root the directory that the operator named; others may keep files in it too
 */
public record Layout(Path root) {

  /**
   * Makes the directories.
   *
   * @throws IOException with a sentence
   */
  public void makeDirectories() throws IOException {
    try {
      Files.createDirectories(objects());
      Files.createDirectories(temporaries());
      for (int i = 255; i >= 0 && Files.notExists(fan(0)); i--) {
        Files.createDirectories(fan(i));
      }
      if (!Files.isWritable(temporaries()) || !Files.isWritable(root)) {
        throw new AccessDeniedException(root.toString());
      }
    } catch (AccessDeniedException e) {
      throw new IOException("The store directory " + root + " is not writable.", e);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          "The store directory " + root + " cannot be used: " + e.getFile() + " is a file.", e);
    } catch (IOException e) {
      throw new IOException("The store directory " + root + " cannot be used: " + e + ".", e);
    }
  }

  /** Deletes what an earlier run left unfinished. Only for who has the lock. */
  public void clearTemporaries() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(temporaries())) {
      for (Path path : left) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** Whether an earlier run kept anything here. */
  public boolean used() {
    return Files.exists(objects());
  }

  public Path purgeLog() {
    return root.resolve("purges.log");
  }

  public Path lock() {
    return root.resolve("lock");
  }

  Path objects() {
    return root.resolve("objects");
  }

  private Path fan(int number) {
    return objects().resolve(String.format("%02x", number));
  }

  /** The number of one of the directories of files; -1 when it is none. */
  int numberOf(Path directory) {
    for (int i = 0; i < 256; i++) {
      if (directory.equals(fan(i))) {
        return i;
      }
    }
    return -1;
  }

  Path file(FileName name) {
    return name.in(objects());
  }

  Path snapshot() {
    return root.resolve("index");
  }

  /** A name that no file bears, nor one of a store that was here before or comes after. */
  Path newTemporary() {
    return temporaries().resolve(Long.toHexString(ThreadLocalRandom.current().nextLong()));
  }

  private Path temporaries() {
    return root.resolve("tmp");
  }
}
