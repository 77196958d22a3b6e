package dev.larder.store.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.CacheKey;
import dev.larder.store.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** So many files are kept open, those used last, each for as long as somebody uses it. */
class OpenFilesTest {
  @TempDir private Path directory;

  private static FileName name(int number) {
    return FileName.of(Address.of(new CacheKey("site", "", "/" + number, "")));
  }

  /** An open file whose one user is the test. */
  private OpenFile opened(int number) throws IOException {
    Path path = Files.write(directory.resolve("f" + number), new byte[100_000]);
    return new OpenFile(
        DiskFiles.REAL.openToRead(path),
        path,
        number,
        new DiskEntry.Mark(1, 1, 1, 1),
        true,
        100_000);
  }

  private static boolean isOpen(OpenFile file) {
    return file.channel().isOpen();
  }

  @Test
  void thoseUsedLastAreKept() throws IOException {
    OpenFiles files = new OpenFiles(2);
    OpenFile[] opened = new OpenFile[4];
    for (int i = 0; i < opened.length; i++) {
      opened[i] = opened(i);
      files.keep(name(i), opened[i]);
      opened[i].drop();
      // The first is used again and again.
      Objects.requireNonNull(files.use(name(0), 0)).drop();
      assertEquals(Math.min(i + 1, 2), files.size());
    }
    assertTrue(isOpen(opened[0]) && isOpen(opened[3]));
    assertFalse(isOpen(opened[1]) || isOpen(opened[2]));
    assertNull(files.use(name(1), 1));
    files.close();
    assertFalse(isOpen(opened[0]) || isOpen(opened[3]));
  }

  @Test
  void fileThatIsDroppedIsClosedByItsLastUser() throws IOException {
    OpenFiles files = new OpenFiles(2);
    OpenFile file = opened(1);
    files.keep(name(1), file);
    assertSame(file, files.use(name(1), 1));
    files.drop(name(1));
    assertNull(files.use(name(1), 1));
    file.drop();
    assertTrue(isOpen(file));
    file.drop();
    assertFalse(isOpen(file));
    assertFalse(file.use());
  }

  @Test
  void lastUserWhoMayNotWaitLeavesTheClosingToAnother() throws IOException {
    OpenFile file = opened(1);
    file.leave();
    while (isOpen(file)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void anotherFileOfTheNameIsNoneOfThis() throws IOException {
    OpenFiles files = new OpenFiles(2);
    OpenFile older = opened(1);
    OpenFile newer = opened(2);
    files.keep(name(1), older);
    older.drop();
    assertNull(files.use(name(1), 2));
    files.keep(name(1), newer);
    assertFalse(isOpen(older));
    assertSame(newer, files.use(name(1), 2));
  }

  @Test
  void nothingIsKeptAfterTheEnd() throws IOException {
    OpenFiles files = new OpenFiles(2);
    files.close();
    OpenFile file = opened(1);
    files.keep(name(1), file);
    assertNull(files.use(name(1), 1));
    file.drop();
    assertFalse(isOpen(file));
  }

  @Test
  void markThatIsLookedAtWithoutWaitingIsTheSame() throws IOException {
    OpenFile file = opened(1);
    Verification verification = new Verification(DiskFiles.REAL, Duration.ofHours(1));
    assertEquals(verification.mark(file.path()), file.markNow());
    Files.delete(file.path());
    assertNull(file.markNow());
    file.drop();
  }
}
