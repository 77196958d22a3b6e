package dev.larder.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

  @TempDir Path directory;

  private final AtomicLong now = new AtomicLong();

  @Test
  void linesAreAppendedToWhatIsThere() throws IOException {
    Path path = Files.writeString(path(), "old\n");
    try (LogFile file = new LogFile(path, now::get)) {
      write(file, "new\n");
    }
    assertEquals("old\nnew\n", Files.readString(path));
  }

  @Test
  void renamedFileIsLeftWithinASecond() throws IOException {
    Path rotated = directory.resolve("access.log.1");
    try (LogFile file = new LogFile(path(), now::get)) {
      write(file, "1\n");
      Files.move(path(), rotated);
      write(file, "2\n");
      assertFalse(Files.exists(path()), "it is not looked at for each line");
      pass(Duration.ofSeconds(1));
      write(file, "3\n");
    }
    assertEquals("1\n2\n", Files.readString(rotated));
    assertEquals("3\n", Files.readString(path()));
  }

  @Test
  void fileThatTookThePlaceOfTheOpenOneIsFollowed() throws IOException {
    try (LogFile file = new LogFile(path(), now::get)) {
      write(file, "1\n");
      Files.move(path(), directory.resolve("access.log.1"));
      Files.writeString(path(), "made by the rotation\n");
      pass(Duration.ofSeconds(1));
      write(file, "2\n");
    }
    assertEquals("made by the rotation\n2\n", Files.readString(path()));
  }

  @Test
  void fileCutDownInPlaceIsWrittenFromItsBeginning() throws IOException {
    try (LogFile file = new LogFile(path(), now::get)) {
      write(file, "1\n");
      Files.writeString(path(), "");
      write(file, "2\n");
    }
    assertEquals("2\n", Files.readString(path()));
  }

  @Test
  void lineThatWasCutIsEnded() throws IOException {
    Path path = Files.writeString(path(), "{\"cut\":");
    try (LogFile file = new LogFile(path, now::get)) {
      write(file, "{}\n");
    }
    assertEquals("{\"cut\":\n{}\n", Files.readString(path));
  }

  @Test
  void lostDirectoryIsAFailureUntilItIsThereAgain() throws IOException {
    Path inner = Files.createDirectory(directory.resolve("logs"));
    try (LogFile file = new LogFile(inner.resolve("a.log"), now::get)) {
      Files.move(inner, directory.resolve("moved"));
      pass(Duration.ofSeconds(1));
      assertThrows(IOException.class, () -> write(file, "1\n"));
      assertThrows(IOException.class, () -> write(file, "2\n"));
      Files.createDirectory(inner);
      pass(Duration.ofSeconds(1));
      write(file, "3\n");
    }
    assertEquals("3\n", Files.readString(inner.resolve("a.log")));
  }

  @Test
  void fileThatCannotBeMadeIsAFailureAtOnce() {
    Path nowhere = directory.resolve("nowhere/a.log");
    assertThrows(IOException.class, () -> new LogFile(nowhere, now::get));
  }

  private Path path() {
    return directory.resolve("access.log");
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static void write(LogFile file, String lines) throws IOException {
    file.write(lines.getBytes(StandardCharsets.UTF_8));
  }
}
