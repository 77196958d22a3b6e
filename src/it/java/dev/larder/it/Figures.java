package dev.larder.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What was measured, on the console and for later in {@code target/figures.txt}. */
public final class Figures {

  private static final Path FILE = Path.of("target/figures.txt").toAbsolutePath();

  private Figures() {}

  public static void note(String line) {
    System.out.println("figure: " + line);
    try {
      Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
