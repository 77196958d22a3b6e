package dev.larder.store;

import static dev.larder.store.StoreFixture.body;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store leaves to others on its file system. */
class FreeSpaceTest {
  @TempDir Path directory;

  @Test
  void fileSystemThatFillsUpMakesTheStoreSmallerAndNotStop() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, 1_000, 64 << 20)) {
      for (int i = 0; i < 20; i++) {
        assertNotNull(fixture.put("/" + i, body(100_000, i)));
      }
      long before = fixture.store.stats().diskBytes();
      fixture.files.usable.set(floor() - 400_000);
      assertNotNull(fixture.put("/new", body(100_000, 77)));
      assertNotNull(fixture.get("/new"));
      long after = fixture.store.stats().diskBytes();
      assertTrue(after <= before - 300_000, before + " and then " + after);
      assertTrue(after >= before - 800_000, "no more than was missing: " + after);
    }
  }

  @Test
  void whatDroppingDoesNotFreeIsNotDroppedForEver() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, 1_000, 64 << 20)) {
      for (int i = 0; i < 20; i++) {
        assertNotNull(fixture.put("/" + i, body(100_000, i)));
      }
      fixture.files.usable.set(floor() - 200_000);
      fixture.files.droppingFrees = false;
      assertNull(fixture.put("/new", body(100_000, 77)));
      assertTrue(fixture.store.stats().diskObjects() >= 14);
      fixture.files.usable.set(-1);
      assertNotNull(fixture.put("/new", body(100_000, 77)));
      assertNotNull(fixture.get("/new"));
    }
  }

  /** What is left to others. */
  private long floor() throws IOException {
    return Math.min(1L << 30, Files.getFileStore(directory).getTotalSpace() / 20);
  }
}
