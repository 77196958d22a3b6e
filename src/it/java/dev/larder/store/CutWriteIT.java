package dev.larder.store;

import static dev.larder.store.StoreFixture.at;
import static dev.larder.store.StoreFixture.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.it.Figures;
import dev.larder.it.TrialSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed after any number of bytes that it wrote. */
class CutWriteIT {
  private static final int STEP = TrialSize.ofThisRun().of(11, 1);

  @TempDir private Path directory;

  /** Each prefix of all that is written, from the first byte that a run writes to its last. */
  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void killAtAnyByteLosesOnlyWhatWasInFlight() throws IOException {
    long all = scenario(directory, Long.MAX_VALUE);
    assertTrue(all > 2_000, "bytes written: " + all);
    for (long bytes = 0; bytes < all; bytes += STEP) {
      scenario(directory, bytes);
    }
    Figures.note(
        "process killed after each %dth of %d bytes that it wrote: nothing lost but what was in flight"
            .formatted(STEP, all));
  }

  /** Returns how many bytes were written. */
  private static long scenario(Path where, long lifetime) throws IOException {
    try (Stream<Path> files = Files.walk(where)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    byte[] first = body(300, 1);
    byte[] second = body(200, 2);
    try (StoreFixture fixture = new StoreFixture(where, 0, 1 << 20)) {
      fixture.files.lifetime.set(lifetime);
      boolean a = fixture.put("/a", first) != null;
      boolean freshened = a && freshened(fixture, "/a", "2");
      boolean outgrown = freshened && freshened(fixture, "/a", "3".repeat(1_000));
      boolean b = fixture.put("/b", first) != null;
      boolean purged = b && purged(fixture, "/b");
      boolean c = fixture.put("/c", first) != null;
      boolean replaced = c && fixture.put("/c", second) != null;
      long written = Long.MAX_VALUE - fixture.files.lifetime.get();
      fixture.reopenAfterDeath();
      String at = "after " + lifetime + " bytes";
      check(fixture, "/a", a, first, first, at);
      StoredResponse found = fixture.store.find(at("/a"));
      String version =
          found == null
              ? ""
              : Objects.requireNonNullElse(found.head().response().fields().first("Version"), "");
      String longer = "3".repeat(1_000);
      List<String> allowed =
          outgrown ? List.of(longer) : freshened ? List.of("2", longer) : List.of("", "2");
      assertTrue(allowed.contains(version), () -> version + " " + at);
      check(fixture, "/b", b && !purged && lifetime == Long.MAX_VALUE, first, first, at);
      if (purged) {
        assertNull(fixture.get("/b"), at);
      }
      check(fixture, "/c", c, replaced ? second : first, second, at);
      assertEquals(0, fixture.temporaries(), at);
      assertEquals(List.of(), fixture.events.stream().filter(e -> e.contains("damaged")).toList());
      return written;
    }
  }

  private static boolean freshened(StoreFixture fixture, String path, String version)
      throws IOException {
    StoredResponse found = Objects.requireNonNull(fixture.store.find(at(path)));
    fixture.store.freshen(found, StoreFixture.head("ETag", "\"1\"", "Version", version), 0);
    return !fixture.files.dead;
  }

  private static boolean purged(StoreFixture fixture, String path) {
    try {
      fixture.store.purge(List.of(new PurgeScope.Url(at(path).key())), Store.PurgeMode.REMOVE);
      return true;
    } catch (UncheckedIOException notRecorded) {
      return false;
    }
  }

  private static void check(
      StoreFixture fixture, String path, boolean must, byte[] one, byte[] other, String at) {
    byte[] found = fixture.get(path);
    assertTrue(found != null || !must, () -> path + " is gone " + at);
    assertTrue(
        found == null || Arrays.equals(found, one) || Arrays.equals(found, other),
        () -> path + " is wrong " + at);
  }
}
