package dev.larder.store;

import static dev.larder.store.StoreFixture.at;
import static dev.larder.store.StoreFixture.body;
import static dev.larder.store.StoreFixture.head;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.Tail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers of different speeds along content that is many times as large as the ring, on a disk that
 * fails in the middle: what each of them gets is right, and only who gets all of it is told the
 * end.
 */
@Timeout(60)
class UnequalReadersTest {
  private static final int SIZE = 2_000_000;
  private static final int STEP = 10_000;
  private static final int READERS = 50;
  private static final int MANY = 1 << 20;

  @TempDir private Path directory;

  private final byte[] body = body(SIZE, 1);
  private final Semaphore[] paces = new Semaphore[READERS];

  /** How one reader fared. */
  private record Read(ByteBuffer bytes, boolean completed) {}

  /** Each pass lets a reader take some bytes more; those of higher numbers get fewer. */
  private void letGoOn() {
    for (int i = 0; i < READERS; i++) {
      paces[i].release();
    }
  }

  private Read read(Tail tail, int number) throws InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(STEP * (READERS - number) / (READERS / 2));
    try (tail) {
      paces[number].acquire();
      while (tail.read(buffer) >= 0) {
        all.write(buffer.array(), 0, buffer.position());
        buffer.clear();
        paces[number].acquire();
      }
      return new Read(ByteBuffer.wrap(all.toByteArray()), true);
    } catch (IOException leftBehind) {
      return new Read(ByteBuffer.wrap(all.toByteArray()), false);
    }
  }

  @Test
  void fiftyReadersOfDifferentSpeedsGetWhatIsRightOrAreCutOff() throws Exception {
    for (int i = 0; i < READERS; i++) {
      // The first never wait.
      paces[i] = new Semaphore(i < 5 ? MANY : 0);
    }
    try (StoreFixture fixture = new StoreFixture(directory, 1 << 20, 10 << 20);
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      fixture.files.writable.set(SIZE / 2);
      Intake intake = fixture.store.begin(at("/a"), 1, 0, -1);
      List<Future<Read>> reads = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        Tail tail = Objects.requireNonNull(intake.tail(0, -1));
        int number = i;
        reads.add(readers.submit(() -> read(tail, number)));
      }
      for (int from = 0; from < SIZE; from += STEP) {
        intake.append(ByteBuffer.wrap(body, from, STEP));
        letGoOn();
      }
      assertNull(intake.commit(head(), () -> {}));
      for (Semaphore pace : paces) {
        pace.release(MANY);
      }
      assertRightOrCutOff(reads, fixture);
      assertEquals(0, fixture.temporaries());
      assertEquals(0, fixture.store.stats().diskBytes());
    }
  }

  private void assertRightOrCutOff(List<Future<Read>> reads, StoreFixture fixture)
      throws Exception {
    int completed = 0;
    for (Future<Read> one : reads) {
      Read read = one.get();
      int length = read.bytes().remaining();
      assertEquals(ByteBuffer.wrap(body, 0, length), read.bytes());
      assertTrue(!read.completed() || length == SIZE, "an end before the end");
      completed += read.completed() ? 1 : 0;
    }
    long leftBehind = fixture.events.stream().filter("left behind"::equals).count();
    assertEquals(READERS - completed, leftBehind);
    assertTrue(completed > 0 && leftBehind > 0, completed + " read all of it");
  }
}
