package dev.larder.store;

import static dev.larder.store.StoreFixture.at;
import static dev.larder.store.StoreFixture.body;
import static dev.larder.store.StoreFixture.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.store.Store.PurgeMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fails for a while: what it kept back meanwhile is made good by itself. */
@Timeout(60)
class DiskTroubleTest {
  private static final long MIB = 1 << 20;
  private static final long BYTES = 100 * 1024;

  @TempDir private Path directory;

  private StoreFixture fixture() throws IOException {
    return new StoreFixture(directory, 0, 20 * MIB);
  }

  private static void purge(StoreFixture fixture, PurgeScope scope) {
    fixture.store.purge(List.of(scope), PurgeMode.REMOVE);
  }

  private static PurgeScope url(String path) {
    return new PurgeScope.Url(at(path).key());
  }

  private void untilForgotten(StoreFixture fixture) {
    fixture.now.addAndGet(Purges.REMEMBERED.toMillis() + 1_000);
    until(
        "purges are forgotten",
        () -> {
          purge(fixture, url("/no-such"));
          fixture.now.addAndGet(Purges.REMEMBERED.toMillis() + 1_000);
          return directory.resolve("purges.log").toFile().length() < 150;
        });
  }

  @Test
  void storingResumesWhileTheKeeperIsBusy() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(100_000, 1));
      fixture.files.keepersGate = new CountDownLatch(1);
      purge(fixture, new PurgeScope.Prefix("site", "", "/b"));
      until("the keeper is busy", () -> fixture.files.atGate.get() > 0);
      fixture.files.failing = true;
      assertNull(fixture.put("/c", body(100_000, 2)));
      fixture.files.failing = false;
      until("storing resumes", () -> fixture.put("/c", body(100_000, 2)) != null);
      fixture.files.keepersGate.countDown();
    }
  }

  @Test
  void walkThatCannotListEverythingGoesOnUntilItHas() throws IOException {
    try (StoreFixture fixture = fixture()) {
      for (int i = 0; i < 20; i++) {
        fixture.put("/" + i, body(100_000, i));
      }
      for (String unlistable : new String[] {"objects", "objects/..", "objects/3f"}) {
        Set<Path> tried = new HashSet<>();
        PathMatcher matcher = directory.getFileSystem().getPathMatcher("regex:.*/" + unlistable);
        fixture.reopenWithoutIndex(
            files -> files.unlistable = path -> matcher.matches(path) && tried.add(path));
        assertFalse(tried.isEmpty());
        assertEquals(20, fixture.store.stats().diskObjects());
        assertEquals(20 * BYTES, fixture.store.stats().diskBytes());
      }
    }
  }

  @Test
  void fileThatCannotBeOpenedAtStartIsMetLater() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(100_000, 1));
      fixture.reopenWithoutIndex(files -> files.unopenable.set(1));
      assertEquals(0, fixture.files.unopenable.get());
      assertEquals(1, fixture.store.stats().diskObjects());
      assertArrayEquals(body(100_000, 1), fixture.get("/a"));
    }
  }

  @Test
  void whatCannotBeDeletedIsCountedRememberedAndDeletedLater() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(100_000, 1));
      fixture.files.keeping = true;
      purge(fixture, url("/a"));
      assertNull(fixture.get("/a"));
      assertEquals(0, fixture.store.stats().diskObjects());
      assertEquals(BYTES, fixture.store.stats().diskBytes());
      for (int i = 0; i < 3; i++) {
        fixture.now.addAndGet(Purges.REMEMBERED.toMillis() + 1_000);
        purge(fixture, url("/b"));
        fixture.store.probe();
      }
      fixture.reopen();
      assertNull(fixture.get("/a"), "the purge was not forgotten");
      fixture.files.keeping = false;
      until("it is deleted", () -> fixture.store.stats().diskBytes() == 0);
      assertEquals(List.of(), fixture.stored());
      untilForgotten(fixture);
    }
  }

  @Test
  void whatTookThePlaceOfAFileThatCouldNotBeDeletedStays() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(100_000, 1));
      fixture.files.keeping = true;
      fixture.store.remove(at("/a"));
      assertEquals(1, fixture.stored().size());
      until("storing resumes", () -> fixture.put("/a", body(50_000, 2)) != null);
      fixture.files.keeping = false;
      until("it is settled", () -> fixture.store.stats().diskBytes() < BYTES);
      assertArrayEquals(body(50_000, 2), fixture.get("/a"));
      fixture.reopen();
      assertArrayEquals(body(50_000, 2), fixture.get("/a"));
    }
  }

  @Test
  void sweepThatCouldNotOpenAFileIsMadeGood() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a/1", body(100_000, 1));
      fixture.put("/b", body(100_000, 2));
      fixture.files.unopenable.set(2);
      purge(fixture, new PurgeScope.Prefix("site", "", "/a/"));
      until("the sweep has failed", () -> fixture.files.unopenable.get() == 0);
      until("it is made good", () -> fixture.store.stats().diskObjects() == 1);
      untilForgotten(fixture);
      assertArrayEquals(body(100_000, 2), fixture.get("/b"));
    }
  }

  @Test
  void manyWhoWantRoomAtOnceDoNotEachDropWhatIsMissing() throws Exception {
    int many = 8;
    try (StoreFixture fixture = new StoreFixture(directory, 0, 64 * MIB);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 60; i++) {
        assertNotNull(fixture.put("/" + i, body(100_000, i)));
      }
      long floor = Math.min(1L << 30, Files.getFileStore(directory).getTotalSpace() / 20);
      fixture.files.usable.set(floor - 4 * BYTES);
      fixture.files.measuring = new CountDownLatch(many);
      List<Future<?>> puts = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        String path = "/new/" + i;
        puts.add(threads.submit(() -> fixture.put(path, body(100_000, 1))));
      }
      for (Future<?> put : puts) {
        put.get();
      }
      long dropped = fixture.events.stream().filter("evicted"::equals).count();
      assertTrue(dropped >= 4 && dropped <= 6, dropped + " were dropped");
    }
  }

  @Test
  void logOfPurgesThatWasWrittenAnewOutlivesAPowerCut() throws IOException {
    try (StoreFixture fixture = fixture()) {
      assertFalse(fixture.files.renamedSinceForced, "the log of a new store");
    }
  }
}
