package dev.larder.store;

import static dev.larder.store.StoreFixture.append;
import static dev.larder.store.StoreFixture.at;
import static dev.larder.store.StoreFixture.body;
import static dev.larder.store.StoreFixture.drain;
import static dev.larder.store.StoreFixture.head;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.Tail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reading along with content that arrives. */
@Timeout(30)
class ArrivalTest {
  private static final long MIB = 1 << 20;

  @TempDir Path directory;

  @Test
  void twoHundredReadersFollowOneIntakeEachAtItsOwnPlace() throws Exception {
    byte[] body = body(700_000, 1);
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB);
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Intake intake = fixture.store.begin(at("/a"), 1, 0, -1);
      List<Future<byte[]>> read = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        if (i % 20 == 0) {
          append(intake, Arrays.copyOfRange(body, i * 3_500, (i + 20) * 3_500), 1_001);
        }
        Tail tail = tail(intake, 0, -1);
        read.add(
            readers.submit(() -> {
              try (tail) {
                return drain(tail);
              }
            }));
      }
      assertNotNull(intake.commit(head(), () -> {}));
      for (Future<byte[]> one : read) {
        assertArrayEquals(body, one.get());
      }
      assertArrayEquals(body, fixture.get("/a"));
      assertEquals(0, fixture.temporaries());
      assertEquals(0, fixture.store.stats().intakes());
    }
  }

  @Test
  void tailOfAPartEndsWithThePart() throws IOException {
    byte[] body = body(200_000, 1);
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB)) {
      Intake intake = fixture.store.begin(at("/a"), 1, 0, body.length);
      append(intake, body, 30_000);
      try (Tail tail = tail(intake, 60_000, 80_000)) {
        assertArrayEquals(Arrays.copyOfRange(body, 60_000, 140_000), drain(tail));
      }
      try (Tail late = tail(intake, 199_990, -1);
          Tail beyond = tail(intake, 300_000, 5)) {
        intake.commit(head(), () -> {});
        assertArrayEquals(Arrays.copyOfRange(body, 199_990, 200_000), drain(late));
        assertEquals(0, drain(beyond).length);
      }
    }
  }

  @Test
  void tailReadsOnAfterCommitAndRemoval() throws IOException {
    byte[] body = body(200_000, 1);
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB)) {
      Intake intake = fixture.store.begin(at("/a"), 1, 0, -1);
      append(intake, body, 30_000);
      try (Tail tail = tail(intake, 0, -1)) {
        intake.commit(head(), () -> {});
        fixture.store.remove(at("/a"));
        assertArrayEquals(body, drain(tail));
      }
    }
  }

  @Test
  void abortReachesReadersAfterWhatCameBefore() throws IOException {
    IOException cause = new IOException("the origin went away");
    for (int size : new int[] {0, 100, 200_000}) {
      byte[] body = body(size, 1);
      try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB)) {
        Intake intake = fixture.store.begin(at("/a"), 1, 0, -1);
        append(intake, body, 30_000);
        Tail tail = tail(intake, 0, -1);
        intake.abort(cause);
        ByteBuffer all = ByteBuffer.allocate(size + 1);
        while (all.position() < size) {
          tail.read(all);
        }
        assertArrayEquals(body, Arrays.copyOf(all.array(), size));
        assertSame(cause, assertThrows(IOException.class, () -> tail.read(all)));
        tail.close();
        assertNull(fixture.get("/a"));
        assertEquals(0, fixture.temporaries());
        assertEquals(0, fixture.store.stats().diskBytes());
      }
    }
  }

  @Test
  void discardEndsReadersAndStoresNothing() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB)) {
      Intake intake = fixture.store.begin(at("/a"), 1, 0, -1);
      append(intake, body(100_000, 1), 30_000);
      try (Tail tail = tail(intake, 0, -1)) {
        intake.discard();
        assertArrayEquals(body(100_000, 1), drain(tail));
      }
      assertNull(fixture.get("/a"));
      assertEquals(0, fixture.stored().size());
      assertEquals(0, fixture.store.stats().diskBytes());
    }
  }

  @Test
  void interruptedReaderDoesNotHarmTheOthers() throws Exception {
    byte[] body = body(400_000, 1);
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB)) {
      Intake intake = fixture.store.begin(at("/a"), 1, 0, -1);
      append(intake, Arrays.copyOf(body, 200_000), 30_000);
      Tail interrupted = tail(intake, 0, -1);
      Thread.startVirtualThread(() -> readInterrupted(interrupted)).join();
      append(intake, Arrays.copyOfRange(body, 200_000, 400_000), 30_000);
      try (Tail tail = tail(intake, 0, -1)) {
        assertNotNull(intake.commit(head(), () -> {}));
        assertArrayEquals(body, drain(tail));
      }
      assertArrayEquals(body, fixture.get("/a"));
    }
  }

  @Test
  void readerWhoseFileWasReplacedDoesNotGoOnInTheOther() throws Exception {
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB)) {
      Intake intake = fixture.store.begin(at("/a"), 1, 0, -1);
      append(intake, body(200_000, 1), 30_000);
      Tail interrupted = tail(intake, 0, -1);
      try (Tail tail = tail(intake, 0, -1)) {
        intake.commit(head(), () -> {});
        fixture.put("/a", body(200_000, 2));
        Thread.startVirtualThread(() -> readInterrupted(interrupted)).join();
        assertThrows(IOException.class, () -> drain(tail));
      }
      assertArrayEquals(body(200_000, 2), fixture.get("/a"));
    }
  }

  private static void readInterrupted(Tail tail) {
    Thread.currentThread().interrupt();
    assertThrows(IOException.class, () -> tail.read(ByteBuffer.allocate(10)));
    tail.close();
  }

  @Test
  void diskThatFailsInMidIntakeDoesNotReachTheReaders() throws Exception {
    byte[] body = body(1_000_000, 1);
    for (long writable : new long[] {0, 10_000, 65_536, 123_457, 999_999, 1_000_010}) {
      try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB);
          ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
        fixture.files.writable.set(writable);
        Intake intake = fixture.store.begin(at("/a"), 1, 0, -1);
        List<Future<byte[]>> read = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          Tail tail = tail(intake, 0, -1);
          read.add(
              readers.submit(() -> {
                try (tail) {
                  return drain(tail);
                }
              }));
        }
        append(intake, body, 9_999);
        assertNull(intake.commit(head(), () -> {}), "with room for " + writable);
        for (Future<byte[]> one : read) {
          assertArrayEquals(body, one.get());
        }
        assertNull(fixture.get("/a"));
        assertTrue(fixture.events.stream().anyMatch(e -> e.startsWith("failed")));
        assertTrue(fixture.events.stream().anyMatch(e -> e.startsWith("not kept")));
        assertEquals(0, fixture.temporaries());
        assertEquals(0, fixture.store.stats().diskBytes());
      }
    }
  }

  @Test
  void storingResumesByItselfWhenTheDiskWorksAgain() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB)) {
      fixture.files.failing = true;
      assertNull(fixture.put("/a", body(100_000, 1)));
      assertNotNull(fixture.put("/small", body(100, 1)), "memory still takes it");
      assertNull(fixture.put("/b", body(100_000, 1)));
      fixture.files.failing = false;
      StoreFixture.until("storing resumes", () -> fixture.put("/a", body(100_000, 1)) != null);
      assertArrayEquals(body(100_000, 1), fixture.get("/a"));
      assertEquals(1, fixture.events.stream().filter(e -> e.startsWith("failed")).count());
    }
  }

  @Test
  void withoutDiskTheReaderSetsThePace() throws Exception {
    byte[] body = body(2_000_000, 1);
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 0);
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Intake intake = fixture.store.begin(at("/a"), 1, 0, -1);
      Tail tail = tail(intake, 0, -1);
      Future<byte[]> read = readers.submit(() -> slowly(tail));
      append(intake, body, 30_000);
      assertNull(intake.commit(head(), () -> {}));
      assertArrayEquals(body, read.get());
      tail.close();
      assertTrue(fixture.events.stream().noneMatch("left behind"::equals));
    }
  }

  private static byte[] slowly(Tail tail) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(1_500);
    while (tail.read(buffer) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
      Thread.onSpinWait();
    }
    return all.toByteArray();
  }

  @Test
  void readerWhoStopsIsLeftBehindAndTheOthersGoOn() throws Exception {
    byte[] body = body(500_000, 1);
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 0);
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Intake intake = fixture.store.begin(at("/a"), 1, 0, -1);
      Tail stopped = tail(intake, 0, -1);
      Tail going = tail(intake, 0, -1);
      Future<byte[]> read = readers.submit(() -> drain(going));
      long start = System.nanoTime();
      append(intake, body, 30_000);
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10));
      intake.discard();
      assertArrayEquals(body, read.get());
      ByteBuffer buffer = ByteBuffer.allocate(100_000);
      IOException ended = assertThrows(IOException.class, () -> drainInto(stopped, buffer));
      assertEquals("the reader fell behind content that is not being stored", ended.getMessage());
      assertEquals(1, fixture.events.stream().filter("left behind"::equals).count());
      stopped.close();
      going.close();
    }
  }

  private static void drainInto(Tail tail, ByteBuffer buffer) throws IOException {
    while (tail.read(buffer) >= 0) {
      buffer.clear();
    }
  }

  @Test
  void withoutReadersNobodyIsWaitedFor() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 0)) {
      Intake intake = fixture.store.begin(at("/a"), 1, 0, -1);
      long start = System.nanoTime();
      append(intake, body(10_000_000, 1), 50_000);
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10));
      assertEquals(10_000_000, intake.appended());
      assertNull(intake.tail(0, -1), "its first bytes have passed");
      assertNull(intake.commit(head(), () -> {}));
    }
  }

  @Test
  void readerThatWaitsIsFreedByTheEnd() throws Exception {
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB);
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Intake intake = fixture.store.begin(at("/a"), 1, 0, -1);
      Tail tail = tail(intake, 0, -1);
      Future<byte[]> waiting = readers.submit(() -> drain(tail));
      intake.abort(new IOException("gone"));
      ExecutionException failed = assertThrows(ExecutionException.class, waiting::get);
      assertEquals("gone", Objects.requireNonNull(failed.getCause()).getMessage());
    }
  }

  /** A reader of bytes that are still there. */
  private static Tail tail(Intake intake, long offset, long length) {
    return Objects.requireNonNull(intake.tail(offset, length));
  }
}
