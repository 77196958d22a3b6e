package dev.larder.store;

import static dev.larder.store.StoreFixture.at;
import static dev.larder.store.StoreFixture.body;
import static dev.larder.store.StoreFixture.head;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.store.Store.PurgeMode;
import dev.larder.store.Store.PurgeReceipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class PurgeTest {
  private static final long MIB = 1 << 20;
  private static final PurgeScope EVERYTHING = new PurgeScope.Everything();

  @TempDir Path directory;

  private StoreFixture fixture() throws IOException {
    return new StoreFixture(directory, MIB, 10 * MIB);
  }

  private static PurgeScope url(String path) {
    return new PurgeScope.Url(at(path).key());
  }

  private static PurgeScope prefix(String path) {
    return new PurgeScope.Prefix("site", "", path);
  }

  private static PurgeReceipt remove(StoreFixture fixture, PurgeScope... scopes) {
    return fixture.store.purge(List.of(scopes), PurgeMode.REMOVE);
  }

  private static StoredResponse found(StoreFixture fixture, String path) {
    return Objects.requireNonNull(fixture.store.find(at(path)), path);
  }

  @Test
  void removedIsGoneAtOnceAndAfterAReopen() throws IOException {
    try (StoreFixture fixture = fixture()) {
      for (String path : new String[] {"/a/1", "/a/2", "/b"}) {
        fixture.put(path, body(1_000, 1));
      }
      assertEquals(new PurgeReceipt(1, 1L), remove(fixture, url("/a/1")));
      assertNull(fixture.store.findNow(at("/a/1")));
      assertNull(fixture.store.find(at("/a/1")));
      assertEquals(new PurgeReceipt(2, 0L), remove(fixture, url("/a/1")));
      assertEquals(new PurgeReceipt(3, null), remove(fixture, prefix("/a/"), url("/b")));
      assertNull(fixture.store.findNow(at("/a/2")));
      StoreFixture.until("all is swept", () -> fixture.store.stats().diskObjects() == 0);
      fixture.put("/c", body(1_000, 1));
      assertEquals(4, remove(fixture, EVERYTHING).epoch());
      fixture.reopen();
      assertEquals(4, fixture.store.epoch());
      for (String path : new String[] {"/a/1", "/a/2", "/b", "/c"}) {
        assertNull(fixture.store.find(at(path)));
      }
      assertNotNull(fixture.put("/b", body(1_000, 2)));
      assertNotNull(fixture.store.find(at("/b")));
    }
  }

  @Test
  void prefixComparesAtAnyByteAndKeepsSitesApart() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/assets/app-1.js", body(10, 1));
      fixture.put("/assets/app.js", body(10, 1));
      remove(fixture, new PurgeScope.Prefix("other", "", "/"));
      remove(fixture, new PurgeScope.Prefix("site", "host", "/"));
      assertNotNull(fixture.store.find(at("/assets/app-1.js")));
      remove(fixture, prefix("/assets/app-"));
      assertNull(fixture.store.find(at("/assets/app-1.js")));
      assertNotNull(fixture.store.find(at("/assets/app.js")));
    }
  }

  @Test
  void purgeIsInForceAfterAKillBeforeAnythingWasSwept() throws IOException {
    byte[] file;
    Path path;
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(100_000, 1));
      path = fixture.stored().getFirst();
      file = Files.readAllBytes(path);
      remove(fixture, prefix("/"));
    }
    Files.write(path, file);
    try (StoreFixture fixture = fixture()) {
      assertNull(fixture.store.find(at("/a")));
      StoreFixture.until("it is swept", () -> Files.notExists(path));
    }
  }

  @Test
  void fillThatBeganBeforeAPurgeCannotCommit() throws IOException {
    try (StoreFixture fixture = fixture()) {
      for (PurgeMode mode : PurgeMode.values()) {
        long before = fixture.store.epoch();
        Intake intake = fixture.store.begin(at("/a"), 1, before, -1);
        Intake other = fixture.store.begin(at("/b"), 1, before, -1);
        fixture.store.purge(List.of(url("/a")), mode);
        assertTrue(fixture.store.purgedSince(at("/a").key(), before));
        assertFalse(fixture.store.purgedSince(at("/b").key(), before));
        intake.append(ByteBuffer.allocate(10));
        assertNull(intake.commit(head(), () -> {}));
        assertNotNull(other.commit(head(), () -> {}));
        assertNull(fixture.store.find(at("/a")));
      }
    }
  }

  @Test
  void everythingIsCountedWhereNothingWaitsToBeSwept() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(1_000, 1));
      fixture.put("/b", body(1_000, 1));
      remove(fixture, url("/a"));
      assertEquals(new PurgeReceipt(2, 1L), remove(fixture, EVERYTHING));
    }
  }

  @Test
  void expiredStaysUntilItIsFreshened() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(1_000, 1));
      fixture.put("/large", body(100_000, 1));
      PurgeReceipt receipt =
          fixture.store.purge(List.of(url("/a"), url("/large")), PurgeMode.EXPIRE);
      assertEquals(new PurgeReceipt(1, 2L), receipt);
      for (String path : new String[] {"/a", "/large"}) {
        assertTrue(found(fixture, path).expired());
      }
      fixture.reopen();
      for (String path : new String[] {"/a", "/large"}) {
        StoredResponse expired = found(fixture, path);
        assertTrue(expired.expired());
        StoredResponse tooOld = fixture.store.freshen(expired, head("Version", "2"), 0);
        assertTrue(Objects.requireNonNull(tooOld).expired());
        StoredResponse fresh = fixture.store.freshen(tooOld, head("Version", "3"), 1);
        assertFalse(Objects.requireNonNull(fresh).expired());
        assertFalse(found(fixture, path).expired());
      }
      fixture.reopen();
      assertFalse(found(fixture, "/a").expired());
      assertFalse(found(fixture, "/large").expired());
      remove(fixture, url("/a"));
      assertNull(fixture.store.find(at("/a")));
    }
  }

  @Test
  void freshenCannotBringBackWhatWasRemoved() throws IOException {
    try (StoreFixture fixture = fixture()) {
      StoredResponse stored = Objects.requireNonNull(fixture.put("/a", body(1_000, 1)));
      long epoch = remove(fixture, prefix("/")).epoch();
      assertNull(fixture.store.freshen(stored, head("Version", "2"), epoch));
      assertNull(fixture.store.find(at("/a")));
    }
  }

  @Test
  void storeWithoutDiskPurgesToo() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 0)) {
      fixture.put("/a", body(1_000, 1));
      fixture.put("/b", body(1_000, 1));
      fixture.store.purge(List.of(url("/b")), PurgeMode.EXPIRE);
      assertTrue(found(fixture, "/b").expired());
      assertEquals(new PurgeReceipt(2, 1L), remove(fixture, prefix("/a")));
      assertNull(fixture.store.find(at("/a")));
      assertEquals(new PurgeReceipt(3, 1L), remove(fixture, EVERYTHING));
      assertNull(fixture.store.find(at("/b")));
    }
  }

  @Test
  void noLookupAfterAPurgeSeesBytesAskedForBefore() throws Exception {
    try (StoreFixture fixture = fixture();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicBoolean done = new AtomicBoolean();
      AtomicLong commits = new AtomicLong();
      List<Future<?>> workers =
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(i ->
                  threads.submit(() -> fill(fixture, done, commits, i % 2 == 0 ? 100 : 80_000)))
              .toList();
      List<PurgeScope> scopes = List.of(url("/a"), prefix("/"), EVERYTHING);
      for (int i = 0; i < 150; i++) {
        long seen = commits.get();
        StoreFixture.until("something is stored", () -> commits.get() > seen);
        long epoch = remove(fixture, scopes.get(i % 3)).epoch();
        for (int look = 0; look < 5; look++) {
          StoredResponse now =
              look % 2 == 0 ? fixture.store.find(at("/a")) : fixture.store.findNow(at("/a"));
          // The generation tells the epoch with which its fill began.
          assertTrue(now == null || now.generation() >= epoch, "after " + epoch);
        }
      }
      done.set(true);
      for (Future<?> worker : workers) {
        worker.get();
      }
    }
  }

  private static void fill(StoreFixture fixture, AtomicBoolean done, AtomicLong commits, int size) {
    byte[] bytes = body(size, 1);
    while (!done.get()) {
      long epoch = fixture.store.epoch();
      Intake intake = fixture.store.begin(at("/a"), epoch, epoch, size);
      StoreFixture.append(intake, bytes, 40_000);
      StoredResponse stored = intake.commit(head(), () -> {});
      if (stored != null) {
        commits.incrementAndGet();
        fixture.store.freshen(stored, head("Version", "2"), fixture.store.epoch());
      }
    }
  }

  @Test
  void recordsAreForgottenWhenNothingNeedsThem() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/kept", body(10, 1));
      fixture.put("/expired", body(10, 1));
      for (int i = 0; i < 300; i++) {
        remove(fixture, prefix("/gone/" + i), url("/gone" + i));
      }
      fixture.store.purge(List.of(url("/expired"), url("/nothing")), PurgeMode.EXPIRE);
      long epoch = fixture.store.epoch();
      Path log = directory.resolve("purges.log");
      long before = Files.size(log);
      Intake old = fixture.store.begin(at("/old"), 1, 0, -1);
      fixture.now.addAndGet(Purges.REMEMBERED.toMillis() + 1_000);
      old.append(ByteBuffer.allocate(10));
      assertNotNull(old.commit(head(), () -> {}), "an open intake holds the floor down");
      StoreFixture.until("the log is short", () -> log.toFile().length() < before / 20);
      assertTrue(fixture.store.purgedSince(at("/any").key(), 0), "it can no longer be known");
      assertNull(fixture.put("/late", body(10, 1), 0));
      for (int turn = 0; turn < 2; turn++) {
        assertEquals(epoch, fixture.store.epoch());
        assertFalse(found(fixture, "/kept").expired());
        assertTrue(found(fixture, "/expired").expired());
        fixture.reopen();
      }
    }
  }

  @Test
  void tornLastLineOfTheLogWasNeverAcknowledged() throws IOException {
    Path log = directory.resolve("purges.log");
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(10, 1));
      fixture.put("/b", body(10, 1));
      remove(fixture, url("/a"));
    }
    Files.writeString(log, "0badc0de\t2\t2026", StandardOpenOption.APPEND);
    try (StoreFixture fixture = fixture()) {
      assertEquals(1, fixture.store.epoch());
      assertNull(fixture.store.find(at("/a")));
      assertNotNull(fixture.store.find(at("/b")));
      assertEquals(2, remove(fixture, url("/b")).epoch());
      fixture.reopen();
      assertNull(fixture.store.find(at("/b")));
    }
  }

  @Test
  void damagedOrMissingLogCountsAsAPurgeOfEverything() throws IOException {
    Path log = directory.resolve("purges.log");
    for (boolean missing : new boolean[] {true, false}) {
      try (StoreFixture fixture = fixture()) {
        fixture.put("/before", body(10, 1));
        remove(fixture, url("/b"));
        fixture.put("/after", body(10, 1));
      }
      if (missing) {
        Files.delete(log);
      } else {
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length - 5] ^= 1;
        Files.write(log, bytes);
      }
      try (StoreFixture fixture = fixture()) {
        assertNull(fixture.store.find(at("/before")));
        assertNull(fixture.store.find(at("/after")));
        assertNotNull(fixture.put("/after", body(10, 1)));
      }
    }
  }

  @Test
  void purgeThatCannotBeRecordedIsInForceAndSaysSo() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(10, 1));
      fixture.files.failing = true;
      RuntimeException said =
          assertThrows(UncheckedIOException.class, () -> remove(fixture, url("/a")));
      assertTrue(String.valueOf(said.getMessage()).startsWith("The purge is in force"));
      assertNull(fixture.store.findNow(at("/a")));
      fixture.files.failing = false;
      assertEquals(2, remove(fixture, url("/b")).epoch());
      fixture.reopen();
      assertNull(fixture.store.find(at("/a")));
    }
  }

  @Test
  void veryManyExpirationsBecomeOneOfEverything() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, 0, 1 << 20)) {
      fixture.put("/a", body(300, 1));
      fixture.put("/b", body(300, 2));
      List<PurgeScope> scopes = new ArrayList<>();
      for (int i = 0; i < 20_001; i++) {
        scopes.add(new PurgeScope.Prefix("site", "", "/a" + "/x".repeat(i % 7) + i));
      }
      fixture.store.purge(scopes, PurgeMode.EXPIRE);
      StoreFixture.until("all is expired", () -> fixture.store.epoch() == 2);
      assertTrue(Objects.requireNonNull(fixture.store.find(at("/b"))).expired());
      StoreFixture.until("the log is shorter", () -> lines(directory.resolve("purges.log")) <= 2);
      assertEquals(2, fixture.store.epoch());
      fixture.reopen();
      assertTrue(Objects.requireNonNull(fixture.store.find(at("/a"))).expired());
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
