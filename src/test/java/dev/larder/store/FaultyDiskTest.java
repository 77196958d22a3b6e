package dev.larder.store;

import static dev.larder.store.StoreFixture.at;
import static dev.larder.store.StoreFixture.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.CacheKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store beside a map that cannot fail, on a disk of which each operation may. */
class FaultyDiskTest {
  private static final int STEPS = 6_000;
  private static final int PATHS = 100;

  @TempDir private Path directory;

  /**
   * What may be answered for a path: the newest of the list; after a restart an older one too, if
   * the disk failed, since a file that could not be deleted is there again.
   */
  private final Map<String, List<byte[]>> model = new LinkedHashMap<>();

  private final Random random = new Random(20261124);
  private boolean restarted;
  private int hits;

  @Test
  void answersAreThoseOfAMapOrNone() throws IOException {
    int stored = 0;
    long failures = 0;
    try (StoreFixture fixture = new StoreFixture(directory, 100_000, 2 << 20)) {
      for (int step = 0; step < STEPS; step++) {
        fixture.files.faults = 15;
        String path = "/" + (int) (PATHS * Math.pow(random.nextDouble(), 2));
        switch (random.nextInt(20)) {
          case 0, 1, 2, 3, 4 -> stored += put(fixture, path, step) ? 1 : 0;
          case 5 -> remove(fixture, path);
          case 6, 7 -> freshen(fixture, path, step);
          case 8 -> purge(fixture, path);
          default -> get(fixture, path, step);
        }
        if (step % 20 == 0) {
          fixture.store.probe();
        }
        if (fixture.files.failures() > failures && random.nextInt(3) == 0) {
          recover(fixture);
        }
        failures = fixture.files.failures();
        if (step % 500 == 499) {
          restart(fixture, step % 1000 == 999);
        }
      }
      fixture.files.faults = 0;
      fixture.reopen();
      assertTrue(fixture.files.failures() > 100, "failures: " + fixture.files.failures());
      assertTrue(hits > STEPS / 10, "hits: " + hits);
      assertTrue(stored > STEPS / 10, "stored: " + stored);
      long files =
          fixture.stored().stream().filter(file -> !file.toString().endsWith(".head")).count();
      assertEquals(files, fixture.store.stats().diskObjects());
    }
  }

  private boolean put(StoreFixture fixture, String path, int step) {
    byte[] bytes = body((int) Math.exp(random.nextDouble() * 12), step);
    boolean kept = fixture.put(path, bytes) != null;
    model.computeIfAbsent(path, any -> new ArrayList<>()).add(kept ? bytes : new byte[0]);
    return kept;
  }

  private void remove(StoreFixture fixture, String path) {
    fixture.store.remove(at(path));
    model.computeIfAbsent(path, any -> new ArrayList<>()).add(new byte[0]);
  }

  private static void freshen(StoreFixture fixture, String path, int step) {
    StoredResponse found = fixture.store.find(at(path));
    if (found != null) {
      String longer = step % 7 == 0 ? "x".repeat(3_000) : "";
      fixture.store.freshen(found, StoreFixture.head("Step", step + longer), 0);
    }
  }

  private void purge(StoreFixture fixture, String path) {
    CacheKey key = at(path).key();
    try {
      fixture.store.purge(List.of(new PurgeScope.Url(key)), Store.PurgeMode.REMOVE);
      model.remove(path);
    } catch (UncheckedIOException inForceButNotRecorded) {
      model.computeIfAbsent(path, any -> new ArrayList<>()).add(new byte[0]);
    }
  }

  private void get(StoreFixture fixture, String path, int step) {
    byte[] found = fixture.get(path);
    if (found == null) {
      return;
    }
    hits++;
    List<byte[]> versions = model.getOrDefault(path, List.of());
    List<byte[]> allowed =
        restarted ? versions : versions.subList(Math.max(0, versions.size() - 1), versions.size());
    assertTrue(
        allowed.stream().anyMatch(version -> Arrays.equals(version, found)),
        () -> path + " at " + step + " is none of " + allowed.size() + " that it may be");
  }

  /** Has the disk work until the store knows it. */
  private static void recover(StoreFixture fixture) {
    fixture.files.faults = 0;
    StoreFixture.until(
        "storing resumes",
        () -> {
          fixture.store.probe();
          return fixture.put("/large", body(150_000, 1)) != null;
        });
  }

  private void restart(StoreFixture fixture, boolean killed) throws IOException {
    fixture.files.faults = 0;
    if (killed) {
      fixture.reopenAfterDeath();
    } else {
      fixture.reopen();
    }
    restarted = true;
  }
}
