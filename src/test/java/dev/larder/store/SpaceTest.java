package dev.larder.store;

import static dev.larder.store.StoreFixture.at;
import static dev.larder.store.StoreFixture.body;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limit holds, and what is found is what was stored last. */
class SpaceTest {
  private static final long MIB = 1 << 20;

  @TempDir Path directory;

  private long onDisk() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !directory.equals(file.getParent()))
          .mapToLong(file -> (file.toFile().length() + 4095) / 4096 * 4096)
          .sum();
    }
  }

  private boolean isAsCounted(StoreFixture fixture) {
    try {
      return onDisk() == fixture.store.stats().diskBytes();
    } catch (IOException | UncheckedIOException vanished) {
      // A file was deleted while the directories were read.
      return false;
    }
  }

  @Test
  void randomLoadKeepsTheLimitAndNeverAnswersWrongly() throws IOException {
    Random random = new Random(20260101);
    Map<String, byte[]> model = new LinkedHashMap<>();
    int hits = 0;
    try (StoreFixture fixture = new StoreFixture(directory, 200_000, 2 * MIB)) {
      for (int step = 0; step < 3_000; step++) {
        fixture.now.addAndGet(10);
        String path = "/" + random.nextInt(120);
        switch (random.nextInt(10)) {
          case 0, 1, 2 -> {
            byte[] bytes = body((int) Math.exp(random.nextDouble() * 12.5), step);
            fixture.files.writable.set(random.nextInt(40) == 0 ? 30_000 : Long.MAX_VALUE);
            if (fixture.put(path, bytes) != null) {
              model.put(path, bytes);
            }
            fixture.files.failing = false;
          }
          case 3 -> {
            fixture.store.remove(at(path));
            model.remove(path);
          }
          case 4 -> {
            StoredResponse found = fixture.store.find(at(path));
            if (found != null) {
              fixture.store.freshen(found, StoreFixture.head("Step", "" + step), 0);
            }
          }
          default -> {
            byte[] found = fixture.get(path);
            if (found != null) {
              hits++;
              assertArrayEquals(model.get(path), found, path + " at " + step);
            }
          }
        }
        if (step % 500 == 499) {
          fixture.reopen();
        }
        if (step % 50 == 0) {
          assertTrue(onDisk() <= 2 * MIB, "at " + step + ": " + onDisk());
          // What could not be deleted at once is deleted by the prober.
          StoreFixture.until("what is counted is there", () -> isAsCounted(fixture));
        }
      }
      assertTrue(hits > 300, "only " + hits + " hits");
      assertTrue(fixture.events.contains("evicted"));
    }
  }

  @Test
  void leastRecentlyUsedLeavesFirst() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, 1_000, 20 * 104 * 1024)) {
      for (int i = 0; i < 60; i++) {
        fixture.now.addAndGet(1_000);
        assertNotNull(fixture.put("/" + i, body(100_000, i)));
        assertNotNull(fixture.get("/0"), "used all the time, at " + i);
      }
      assertNull(fixture.get("/1"));
      assertNotNull(fixture.get("/59"));
    }
  }

  @Test
  void whereInodesEndOthersLeaveForWhatArrives() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, 0, 10 * MIB)) {
      fixture.files.inodes = 60;
      for (int i = 0; i < 150; i++) {
        String path = "/" + i;
        StoreFixture.until(path + " is stored", () -> fixture.put(path, body(100, 1)) != null);
        assertArrayEquals(body(100, 1), fixture.get(path));
      }
      assertTrue(fixture.store.stats().diskObjects() < 60);
      assertTrue(fixture.events.contains("evicted"));
    }
  }

  @Test
  void objectLargerThanTheLimitEvictsNothing() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, 1_000, MIB)) {
      fixture.put("/a", body(100_000, 1));
      assertNull(fixture.put("/huge", body(2_000_000, 1)));
      assertNotNull(fixture.get("/a"));
    }
  }

  @Test
  void lowerLimitIsMadeTrueAtStart() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, 1_000, 2 * MIB)) {
      for (int i = 0; i < 15; i++) {
        fixture.put("/" + i, body(100_000, i));
      }
    }
    try (StoreFixture fixture = new StoreFixture(directory, 1_000, MIB)) {
      StoreFixture.until("room is made", () -> fixture.store.stats().diskBytes() <= MIB);
      assertTrue(onDisk() <= MIB);
      assertTrue(fixture.store.stats().diskObjects() >= 8);
    }
  }
}
