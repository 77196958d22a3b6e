package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A herd of slow readers of one large object costs the node next to no memory. */
class SlowHerdIT {

  private static final int MIB = 1 << 20;
  private static final int BYTES = 50_000_000;
  private static final int PACE = 20_000;
  private static final long GROWTH_LIMIT = 32 * MIB;

  private static final TrialSize SIZE = TrialSize.ofThisRun();
  private static final int READERS = SIZE.of(100, 500);
  private static final Duration WATCHED = Duration.ofSeconds(SIZE.of(10, 60));

  private final SeededObjects objects = SeededObjects.ofLength("/large/", BYTES);
  private final List<SlowReader> herd = new ArrayList<>();
  private CountingOrigin origin;
  private RunningNode node;

  @TempDir Path directory;

  @BeforeEach
  void start() {
    origin = CountingOrigin.start().putOthers(objects::page);
    node = NodePlan.before(origin.url(), directory).start();
    // The first requests of a JVM load its classes.
    Readers.allRight("a warm-up", node, objects, List.of(objects.path(0), objects.path(0)));
  }

  @AfterEach
  void stop() {
    node.close();
    origin.close();
  }

  @Test
  void readersOfAStoredObjectCostNextToNoMemory() throws Exception {
    watch("stored", objects.path(0));
    assertEquals(1, origin.seen(objects.path(0)).size());
  }

  @Test
  void readersOfAnArrivingObjectCostNextToNoMemory() throws Exception {
    watch("arriving", objects.path(1));
    assertEquals(1, origin.seen(objects.path(1)).size());
  }

  /** What was seen at most while the herd read, in bytes. */
  private record Watched(long resident, long sockets) {}

  private void watch(String what, String path) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        watch(what, path, threads);
      } finally {
        for (SlowReader reader : herd) {
          reader.close();
        }
      }
    }
  }

  private void watch(String what, String path, ExecutorService threads) throws Exception {
    long socketsBefore = ProcessMemory.ofSockets();
    long before = ProcessMemory.of(node.pid(), "Rss");
    List<Future<Integer>> reading = connect(path, threads);
    Watched most = watch();
    int slowest = slowestOf(reading);
    Figures.note(
        "slow herd, %d readers at %d B/s for %d s, object %s: the node grew from %.1f to %.1f MiB; sockets took %.1f MiB of the kernel's memory; the slowest reader had %d bytes"
            .formatted(
                READERS,
                PACE,
                WATCHED.toSeconds(),
                what,
                (double) before / MIB,
                (double) most.resident() / MIB,
                (double) (most.sockets() - socketsBefore) / MIB,
                slowest));
    assertTrue(slowest >= PACE * WATCHED.toSeconds() / 2, "each reader read: " + slowest);
    long growth = most.resident() - before;
    assertTrue(growth <= GROWTH_LIMIT, () -> "the node grew by " + growth + " bytes");
  }

  private List<Future<Integer>> connect(String path, ExecutorService threads) throws IOException {
    byte[] body = objects.body(path);
    List<Future<Integer>> reading = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      SlowReader reader = new SlowReader(node.plan().port(), path, body, PACE);
      herd.add(reader);
      reading.add(threads.submit(reader));
    }
    return reading;
  }

  private Watched watch() {
    Watched most = new Watched(0, 0);
    long end = System.nanoTime() + WATCHED.toNanos();
    while (System.nanoTime() < end) {
      most =
          new Watched(
              Math.max(most.resident(), ProcessMemory.of(node.pid(), "Rss")),
              Math.max(most.sockets(), ProcessMemory.ofSockets()));
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    return most;
  }

  private int slowestOf(List<Future<Integer>> reading) throws Exception {
    herd.forEach(SlowReader::stop);
    int slowest = BYTES;
    for (Future<Integer> reader : reading) {
      slowest = Math.min(slowest, reader.get());
    }
    return slowest;
  }
}
