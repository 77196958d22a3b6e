package dev.larder.store;

import static dev.larder.store.StoreFixture.body;
import static dev.larder.store.StoreFixture.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a response comes to the disk. */
class AdmissionTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path directory;

  private StoreFixture onSecond() throws IOException {
    return new StoreFixture(
        new StoreOptions(directory, MIB, 10 * MIB, StoreFixture.LARGEST_IN_MEMORY)
            .admitting(Admission.SECOND));
  }

  @Test
  void whatIsTooLargeForMemoryIsStoredWhenItIsFetchedAgain() throws IOException {
    byte[] large = body(200_000, 1);
    try (StoreFixture fixture = onSecond()) {
      assertNull(fixture.put("/once", large));
      assertNull(fixture.get("/once"));
      assertEquals(List.of("not kept asked for the first time"), fixture.events);
      assertNotNull(fixture.put("/once", large));
      assertArrayEquals(large, fixture.get("/once"));
      fixture.reopen();
      assertArrayEquals(large, fixture.get("/once"));
    }
  }

  @Test
  void whatIsInMemoryIsWrittenDownWhenItIsUsed() throws IOException {
    byte[] small = body(3_000, 2);
    try (StoreFixture fixture = onSecond()) {
      fixture.put("/used", small);
      fixture.put("/unused", small);
      assertEquals(0, fixture.store.stats().diskObjects());
      assertArrayEquals(small, fixture.get("/used"));
      until("it is on disk", () -> fixture.store.stats().diskObjects() == 1);
      assertArrayEquals(small, fixture.get("/used"));
      fixture.reopen();
      assertArrayEquals(small, fixture.get("/used"));
      assertNull(fixture.get("/unused"));
    }
  }

  @Test
  void whatIsWrittenDownWhileItIsValidatedGetsItsNewHead() throws IOException {
    byte[] small = body(3_000, 7);
    try (StoreFixture fixture = onSecond()) {
      fixture.put("/a", small);
      StoredResponse found = fixture.store.find(StoreFixture.at("/a"));
      assertNotNull(found);
      until("it is on disk", () -> fixture.store.stats().diskObjects() == 1);
      assertNotNull(fixture.store.freshen(found, StoreFixture.head("Version", "2"), 0));
      fixture.reopen();
      StoredResponse again = fixture.store.find(StoreFixture.at("/a"));
      assertNotNull(again);
      assertEquals("2", again.head().response().fields().first("Version"));
      assertArrayEquals(small, fixture.get("/a"));
    }
  }

  @Test
  void whatIsStoredIsReplacedAtOnce() throws IOException {
    byte[] large = body(200_000, 3);
    byte[] newer = body(200_000, 4);
    try (StoreFixture fixture = onSecond()) {
      fixture.put("/a", large);
      fixture.put("/a", large);
      fixture.reopen();
      assertNotNull(fixture.put("/a", newer));
      assertArrayEquals(newer, fixture.get("/a"));
    }
  }

  @Test
  void whatWasPurgedIsNotWrittenDown() throws IOException {
    byte[] small = body(3_000, 5);
    try (StoreFixture fixture = onSecond()) {
      for (int i = 0; i < 200; i++) {
        String path = "/" + i;
        fixture.put(path, small);
        assertArrayEquals(small, fixture.get(path));
        fixture.store.purge(
            List.of(new PurgeScope.Url(StoreFixture.at(path).key())), Store.PurgeMode.REMOVE);
        assertNull(fixture.get(path));
      }
      fixture.put("/last", small);
      fixture.get("/last");
      until("the last is on disk", () -> fixture.store.stats().diskObjects() == 1);
      fixture.reopen();
      assertEquals(1, fixture.store.stats().diskObjects());
    }
  }

  @Test
  void whatCameBeforePurgesThatAreForgottenIsWrittenDown() throws IOException {
    byte[] small = body(3_000, 8);
    try (StoreFixture fixture = onSecond()) {
      fixture.put("/a", small);
      fixture.store.purge(
          List.of(new PurgeScope.Url(StoreFixture.at("/b").key())), Store.PurgeMode.REMOVE);
      fixture.now.addAndGet(Purges.REMEMBERED.toMillis() + 1_000);
      until(
          "the purge is forgotten",
          () -> fixture.store.purgedSince(StoreFixture.at("/a").key(), 0));
      assertArrayEquals(small, fixture.get("/a"));
      until("it is on disk", () -> fixture.store.stats().diskObjects() == 1);
      fixture.reopen();
      assertArrayEquals(small, fixture.get("/a"));
    }
  }

  @Test
  void whatIsInMemoryOutlivesTheLossOfItsFile() throws IOException {
    byte[] small = body(3_000, 9);
    StoreOptions often =
        new StoreOptions(directory, MIB, 10 * MIB, StoreFixture.LARGEST_IN_MEMORY)
            .verifying(Duration.ofHours(24), Duration.ofMillis(500));
    try (StoreFixture fixture = new StoreFixture(often)) {
      StoredResponse stored = fixture.put("/a", small);
      assertNotNull(stored);
      fixture.files.unreadable = 1_000;
      until("the scrub drops it", () -> fixture.store.stats().diskObjects() == 0);
      fixture.files.unreadable = -1;
      assertArrayEquals(small, fixture.get("/a"));
      until("it is on disk again", () -> fixture.store.stats().diskObjects() == 1);
      assertNotNull(fixture.store.freshen(stored, StoreFixture.head("Version", "2"), 0));
      fixture.reopen();
      StoredResponse again = fixture.store.find(StoreFixture.at("/a"));
      assertNotNull(again);
      assertEquals("2", again.head().response().fields().first("Version"));
      assertArrayEquals(small, fixture.get("/a"));
    }
  }

  @Test
  void whatCameWhileTheDiskFailedIsWrittenDownOnceItWorks() throws IOException {
    byte[] small = body(3_000, 6);
    try (StoreFixture fixture =
        new StoreFixture(
            new StoreOptions(directory, MIB, 10 * MIB, StoreFixture.LARGEST_IN_MEMORY))) {
      fixture.files.failing = true;
      fixture.put("/a", small);
      assertArrayEquals(small, fixture.get("/a"));
      fixture.files.failing = false;
      until(
          "it is on disk",
          () -> fixture.get("/a") != null && fixture.store.stats().diskObjects() == 1);
      fixture.reopen();
      assertArrayEquals(small, fixture.get("/a"));
    }
  }
}
