package dev.larder.store;

import static dev.larder.store.StoreFixture.at;
import static dev.larder.store.StoreFixture.body;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.Content;
import dev.larder.exchange.Lease;
import dev.larder.store.disk.DiskFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to its files, the store gives the bytes and the head it was given, or nothing.
 */
class DamageTest {
  private static final long MIB = 1 << 20;
  private static final int SIZE = 70_000;

  @TempDir Path directory;

  private StoreFixture fixture() throws IOException {
    return new StoreFixture(directory, MIB, 10 * MIB);
  }

  @Test
  void fileCutAnywhereIsAMissAndIsRemovedAtStart() throws IOException {
    byte[] whole = wholeFile();
    for (int length = 0; length < whole.length; length = next(length, 29)) {
      Path file = rewrite(Arrays.copyOf(whole, length));
      try (StoreFixture fixture = fixture()) {
        assertNull(fixture.get("/a"), "cut to " + length);
        assertTrue(Files.notExists(file));
        assertEquals(0, fixture.store.stats().diskBytes());
      }
    }
  }

  @Test
  void bitFlippedAnywhereIsNeverSeenInAnAnswer() throws IOException {
    byte[] whole = wholeFile();
    Random random = new Random(4);
    int misses = 0;
    int cases = 0;
    for (int at = 0; at < whole.length; at = next(at, 11)) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      rewrite(damaged);
      cases++;
      try (StoreFixture fixture = fixture()) {
        StoredResponse found = fixture.store.find(at("/a"));
        byte[] bytes = found == null ? null : StoreFixture.bytes(found, 0, found.length());
        if (bytes == null) {
          misses++;
        } else {
          // Only the second head's slot and unused room may differ without harm.
          assertTrue(at >= SIZE, "flip at " + at);
          assertArrayEquals(body(SIZE, 1), bytes);
        }
      }
    }
    assertTrue(misses > 20 && misses < cases, misses + " of " + cases);
  }

  @Test
  void damageWhileRunningIsFoundWhenTheFileIsLentAgain() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(SIZE, 1));
      assertArrayEquals(body(SIZE, 1), fixture.get("/a"));
      Path file = fixture.stored().getFirst();
      byte[] bytes = Files.readAllBytes(file);
      bytes[40_000] ^= 1;
      Files.write(file, bytes);
      assertNull(fixture.get("/a"));
      assertEquals(List.of("damaged the checksum of its block at 0 is wrong"), fixture.events);
      assertEquals(0, fixture.stored().size());
      fixture.put("/a", body(SIZE, 2));
      assertArrayEquals(body(SIZE, 2), fixture.get("/a"));
    }
  }

  @Test
  void damageFarFromTheBeginningBreaksTheReadingBeforeIt() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(3 * (int) MIB, 1));
      Path file = fixture.stored().getFirst();
      flip(file, 5 * MIB / 2);
      Content.Stored content =
          Objects.requireNonNull(fixture.store.find(at("/a"))).open(0, 3 * MIB);
      Lease lease = Objects.requireNonNull(Objects.requireNonNull(content).file());
      assertEquals(MIB, lease.sound(0));
      assertEquals(2 * MIB, lease.sound(MIB));
      assertThrows(IOException.class, () -> lease.sound(2 * MIB));
      content.release();
      assertEquals(
          List.of("damaged the checksum of its block at 2621440 is wrong"), fixture.events);
      assertNull(fixture.get("/a"));
    }
  }

  @Test
  void damageNearTheBeginningOfARangeIsFoundBeforeItIsLent() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(3 * (int) MIB, 1));
      flip(fixture.stored().getFirst(), 5 * MIB / 2);
      StoredResponse found = Objects.requireNonNull(fixture.store.find(at("/a")));
      assertNull(found.open(2 * MIB, 100));
      assertNull(fixture.get("/a"));
    }
  }

  @Test
  void changeUnderAReaderWhoKeepsTheFileIsNoticedWithinASecond() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(3 * (int) MIB, 1));
      assertArrayEquals(body(3 * (int) MIB, 1), fixture.get("/a"));
      StoredResponse found = Objects.requireNonNull(fixture.store.find(at("/a")));
      assertNotNull(fixture.get("/a"));
      Content.Stored content = Objects.requireNonNull(found.open(0, 3 * MIB));
      Lease lease = Objects.requireNonNull(content.file());
      lease.sound(0);
      flip(fixture.stored().getFirst(), 5 * MIB / 2);
      long began = System.nanoTime();
      assertThrows(IOException.class, () -> readUntilNoticed(lease, began));
      content.release();
    }
  }

  private static void readUntilNoticed(Lease lease, long began) throws IOException {
    while (System.nanoTime() - began < Duration.ofSeconds(5).toNanos()) {
      lease.sound(2 * MIB);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (FileChannel channel = DiskFiles.REAL.openToWrite(file)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 1)).rewind();
      channel.write(one, at);
    }
  }

  @Test
  void damageThatNobodyAsksForIsFoundInTheBackground() throws IOException {
    StoreOptions often =
        new StoreOptions(directory, MIB, 10 * MIB, 1024)
            .verifying(Duration.ofHours(24), Duration.ofMillis(500));
    try (StoreFixture fixture = new StoreFixture(often)) {
      fixture.put("/a", body(3 * (int) MIB, 1));
      Path a = fixture.stored().getFirst();
      fixture.put("/b", body(3 * (int) MIB, 2));
      flip(a, 5 * MIB / 2);
      StoreFixture.until("the damage is found", () -> !fixture.events.isEmpty());
      assertEquals(
          List.of("damaged the checksum of its block at 2621440 is wrong"), fixture.events);
      assertNull(fixture.get("/a"));
      assertArrayEquals(body(3 * (int) MIB, 2), fixture.get("/b"));
    }
  }

  /** As it is when the node was killed after it replaced a response, before the next snapshot. */
  @Test
  void newerFileThanTheSnapshotKnowsIsNoDamage() throws IOException {
    byte[] other = wholeFile();
    Path file = onlyFile();
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(SIZE, 1));
    }
    Files.write(file, other);
    StoreOptions often =
        new StoreOptions(directory, MIB, 10 * MIB, 1024)
            .verifying(Duration.ofHours(24), Duration.ofMillis(500));
    try (StoreFixture fixture = new StoreFixture(often)) {
      StoreFixture.until("it was read in the background", () -> fixture.files.opened.get() > 2);
      assertEquals(List.of(), fixture.events);
      assertArrayEquals(body(SIZE, 1), fixture.get("/a"));
    }
  }

  @Test
  void whatWasSoundIsVerifiedAgainWhenItsTimeIsOver() throws IOException {
    StoreOptions always =
        new StoreOptions(directory, MIB, 10 * MIB, 1024).verifying(Duration.ZERO, Duration.ZERO);
    try (StoreFixture fixture = new StoreFixture(always)) {
      fixture.put("/a", body(3 * (int) MIB, 1));
      StoredResponse found = Objects.requireNonNull(fixture.store.find(at("/a")));
      assertArrayEquals(body(3 * (int) MIB, 1), StoreFixture.bytes(found, 0, 3 * MIB));
      Content.Stored again = Objects.requireNonNull(found.open(0, 3 * MIB));
      assertEquals(MIB, Objects.requireNonNull(again.file()).sound(0));
      again.release();
    }
  }

  @Test
  void fileDeletedWhileRunningIsAMiss() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(SIZE, 1));
      Files.delete(fixture.stored().getFirst());
      assertNull(fixture.get("/a"));
      assertEquals(0, fixture.store.stats().diskObjects());
    }
  }

  @Test
  void swappedFilesAreBothNoticed() throws IOException {
    for (boolean running : new boolean[] {true, false}) {
      try (StoreFixture fixture = fixture()) {
        fixture.put("/a", body(SIZE, 1));
        fixture.put("/b", body(SIZE, 2));
        List<Path> files = fixture.stored();
        Path aside = directory.resolve("aside");
        Files.move(files.get(0), aside);
        Files.move(files.get(1), files.get(0));
        Files.move(aside, files.get(1));
        if (!running) {
          fixture.reopen();
        }
        assertNull(fixture.get("/a"));
        assertNull(fixture.get("/b"));
        assertEquals(0, fixture.stored().size());
      }
    }
  }

  @Test
  void whatIsNotOursOrOfAnotherVersionIsRemovedAtStart() throws IOException {
    byte[] other = wholeFile();
    other[other.length - 9] = 99;
    Path file = rewrite(other);
    Path foreign = Files.writeString(directory.resolve("objects/00/notes.txt"), "hello");
    Path orphan = Files.writeString(Path.of(file + ".head"), "no file beside it");
    Path unfinished = Files.writeString(directory.resolve("tmp/5.tmp"), "cut by a kill");
    Path beside = Files.writeString(directory.resolve("admin.token"), "not the store's");
    try (StoreFixture fixture = fixture()) {
      assertNull(fixture.get("/a"));
      assertTrue(Files.notExists(foreign));
      assertTrue(Files.notExists(orphan));
      assertTrue(Files.notExists(unfinished));
      assertTrue(Files.exists(beside));
      assertEquals(0, fixture.stored().size());
    }
  }

  @Test
  void headWhoseNewerVersionIsTornFallsBackToTheOlder() throws IOException {
    byte[] before = wholeFile();
    try (StoreFixture fixture = fixture()) {
      StoredResponse stored = Objects.requireNonNull(fixture.store.find(at("/a")));
      fixture.store.freshen(stored, StoreFixture.head("Version", "2"), 0);
    }
    byte[] after = Files.readAllBytes(onlyFile());
    int first = Arrays.mismatch(before, after);
    int last = after.length - 1;
    while (before[last] == after[last]) {
      last--;
    }
    for (int cut = first; cut <= last; cut++) {
      byte[] torn = before.clone();
      System.arraycopy(after, first, torn, first, cut - first);
      rewrite(torn);
      try (StoreFixture fixture = fixture()) {
        StoredResponse found = fixture.store.find(at("/a"));
        Objects.requireNonNull(found, "cut at " + cut);
        assertEquals("\"1\"", found.head().response().fields().first("ETag"));
        assertArrayEquals(body(SIZE, 1), StoreFixture.bytes(found, 0, SIZE));
      }
    }
  }

  /** Few places in the body, many after it. */
  private static int next(int at, int step) {
    return at < SIZE ? Math.min(SIZE, at + 9_001) : at + step;
  }

  private byte[] wholeFile() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(SIZE, 1));
    }
    return Files.readAllBytes(onlyFile());
  }

  private Path onlyFile() throws IOException {
    try (StoreFixture fixture = fixture()) {
      return fixture.stored().getFirst();
    }
  }

  private Path rewrite(byte[] bytes) throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(SIZE, 1));
      Path file = fixture.stored().getFirst();
      fixture.store.close();
      return Files.write(file, bytes);
    }
  }
}
