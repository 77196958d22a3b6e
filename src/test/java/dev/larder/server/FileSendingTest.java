package dev.larder.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.ExchangeObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel has in memory leaves on the I/O thread, however the client takes it. */
class FileSendingTest {
  private static final byte[] LARGE = new byte[30_000_000];
  private static final Duration SHORT = Duration.ofSeconds(1);

  static {
    new Random(2).nextBytes(LARGE);
  }

  @TempDir Path directory;

  private FileLease lease(long ready) throws IOException {
    return FileLease.of(directory.resolve("f"), LARGE).ready(ready);
  }

  private static RawClient ask(FrontFixture fixture, FileLease lease, long offset, long length)
      throws IOException {
    fixture.handler.now("/a", request -> ScriptedHandler.answer(200, lease.slice(offset, length)));
    return fixture.connect(Way.HTTP).get("/a");
  }

  private static void assertToldOnce(FrontFixture fixture, FileLease lease, boolean complete)
      throws InterruptedException {
    ExchangeObserver.Finished told = fixture.told();
    assertEquals(complete, told.complete());
    assertTrue(told.immediate());
    fixture.assertNothingElseTold();
    assertEquals(1, lease.closed.get());
  }

  @Test
  void readyFileIsWholeAndNeedsNoOtherThread() throws Exception {
    for (int length : new int[] {1, 70_000, 20_000_000}) {
      FileLease lease = lease(LARGE.length);
      try (FrontFixture fixture = FrontFixture.start();
          RawClient client = ask(fixture, lease, 4321, length)) {
        client.readHead();
        assertArrayEquals(Arrays.copyOfRange(LARGE, 4321, 4321 + length), client.exactly(length));
        assertEquals(0, lease.waited.get());
        assertToldOnce(fixture, lease, true);
      }
    }
  }

  @Test
  void whatIsNotReadyIsSentByWhoMayWait() throws Exception {
    for (int ready : new int[] {0, 1, 5_000_000}) {
      FileLease lease = lease(ready);
      try (FrontFixture fixture = FrontFixture.start();
          RawClient client = ask(fixture, lease, 0, 9_000_000)) {
        client.readHead();
        assertArrayEquals(Arrays.copyOf(LARGE, 9_000_000), client.exactly(9_000_000));
        assertTrue(lease.waited.get() > 0);
        ExchangeObserver.Finished told = fixture.told();
        assertTrue(told.complete());
        assertEquals(9_000_000, told.bytes());
        fixture.assertNothingElseTold();
        assertEquals(1, lease.closed.get());
      }
    }
  }

  @Test
  void requestsThatWaitBehindItAreAnsweredInTurn() throws Exception {
    List<FileLease> leases = List.of(lease(0), lease(LARGE.length), lease(2_000_000));
    try (FrontFixture fixture = FrontFixture.start();
        RawClient client = fixture.connect(Way.HTTP)) {
      for (int i = 0; i < leases.size(); i++) {
        FileLease lease = leases.get(i);
        fixture.handler.now(
            "/" + i, request -> ScriptedHandler.answer(200, lease.slice(0, 3_000_000)));
      }
      client.get("/1").get("/2").get("/0");
      for (int i = 0; i < leases.size(); i++) {
        client.readHead();
        assertArrayEquals(Arrays.copyOf(LARGE, 3_000_000), client.exactly(3_000_000));
        assertTrue(fixture.told().complete());
      }
      fixture.assertNothingElseTold();
      leases.forEach(lease -> assertEquals(1, lease.closed.get()));
    }
  }

  @Test
  void othersHaveTheirTurnWhileClientsWait() throws Exception {
    FileLease lease = lease(LARGE.length);
    try (FrontFixture fixture = FrontFixture.start();
        RawClient waiting = ask(fixture, lease, 0, LARGE.length)) {
      waiting.readHead();
      fixture.handler.now("/small", request -> ScriptedHandler.text("small"));
      assertEquals(200, fixture.get(Way.HTTP, "/small").statusCode());
      assertTrue(fixture.told().complete());
      assertArrayEquals(LARGE, waiting.exactly(LARGE.length));
      assertToldOnce(fixture, lease, true);
    }
  }

  @Test
  void fileThatEndsTooEarlyBreaksOffAndIsDoubted() throws Exception {
    FileLease lease = lease(Long.MAX_VALUE);
    try (FrontFixture fixture = FrontFixture.start();
        RawClient client = ask(fixture, lease, 0, LARGE.length + 1L)) {
      client.readHead();
      assertThrows(IOException.class, () -> client.exactly(LARGE.length + 1));
      assertToldOnce(fixture, lease, false);
      assertEquals(List.of((long) LARGE.length), lease.doubts);
    }
  }

  @Test
  void clientThatGoesReleasesTheFileOnce() throws Exception {
    FileLease lease = lease(LARGE.length);
    try (FrontFixture fixture = FrontFixture.start()) {
      try (RawClient client = ask(fixture, lease, 0, LARGE.length)) {
        client.readHead();
        client.exactly(1);
      }
      assertToldOnce(fixture, lease, false);
    }
  }

  @Test
  void clientThatTakesNoByteIsEndedAndOneThatTakesSomeIsNot() throws Exception {
    FileLease lease = lease(LARGE.length);
    try (FrontFixture fixture = FrontFixture.start(SHORT, FrontFixture.PATIENCE, 16 * 1024);
        RawClient client = ask(fixture, lease, 0, LARGE.length)) {
      client.readHead();
      int read = 0;
      long end = System.nanoTime() + 3 * SHORT.toNanos();
      while (System.nanoTime() < end) {
        client.exactly(10_000);
        read += 10_000;
        assertTrue(fixture.finished.isEmpty(), "ended after " + read);
        LockSupport.parkNanos(20_000_000);
      }
      assertToldOnce(fixture, lease, false);
    }
  }

  @Test
  void answersThatOutlastTheGraceBreakOff() throws Exception {
    FileLease lease = lease(LARGE.length);
    try (FrontFixture fixture = FrontFixture.start();
        RawClient client = ask(fixture, lease, 0, LARGE.length)) {
      client.readHead();
      client.exactly(1);
      fixture.front.stop(Duration.ofMillis(50));
      assertThrows(IOException.class, () -> client.exactly(LARGE.length));
      assertFalse(fixture.finished.isEmpty(), "told before the front has stopped");
      assertToldOnce(fixture, lease, false);
    }
  }
}
