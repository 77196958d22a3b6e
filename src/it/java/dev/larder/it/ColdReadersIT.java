package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who reads large files that only the disk has holds up nobody who asks for what memory has. */
class ColdReadersIT {

  private static final TrialSize SIZE = TrialSize.ofThisRun();
  private static final int BYTES = SIZE.of(5_000_000, 50_000_000);
  private static final int FILES = SIZE.of(4, 20);
  private static final int READERS = SIZE.of(20, 100);
  private static final int ROUNDS = SIZE.of(1, 5);

  /** Together as much as a slow disk gives. */
  private static final int PACE = 500_000;

  private static final Duration HITTING = Duration.ofSeconds(SIZE.of(3, 10));

  /** Longer than a busy machine keeps a thread from its core, which is all that one waits for. */
  private static final Duration NEVER = Duration.ofSeconds(2);

  private static final String SMALL = "/small.css";

  @TempDir Path directory;

  private final Client client = Client.plain();
  private final SeededObjects objects = SeededObjects.ofLength("/cold/", BYTES);

  /** That of all files: what differs is where they lie. */
  private final byte[] body = objects.body(objects.path(0));

  private CountingOrigin origin;
  private RunningNode node;

  @BeforeEach
  void start() {
    Page page = objects.page(objects.path(0));
    origin = CountingOrigin.start().putOthers(path -> page);
    origin.put(SMALL, Page.of("text/css", "p { margin: 0 }\n".repeat(600)));
    node =
        NodePlan.before(origin.url(), directory)
            .with("--io-threads", "1", "--disk", "2GiB")
            .start();
  }

  @AfterEach
  void stop() {
    node.close();
    client.close();
    origin.close();
  }

  @Test
  @Timeout(15 * 60)
  void readersOfTheDiskHoldUpNobody() throws Exception {
    // Twice, so that all of them were verified and are open.
    for (int i = 0; i < 2 * FILES; i++) {
      assertArrayEquals(body, client.get(node.base(Way.HTTP) + objects.path(i % FILES)).body());
    }
    Hits.of(node, SMALL, HITTING);
    double[] ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      ratios[round] = round();
    }
    Arrays.sort(ratios);
    double median = ratios[ROUNDS / 2];
    Figures.note(
        "p99 of hits beside readers of the disk: %.2f times that without".formatted(median));
    for (String path : objects.paths(0, FILES)) {
      assertEquals(1, origin.seen(path).size(), path);
    }
    if (SIZE == TrialSize.FULL) {
      assertTrue(median <= 2, () -> "p99 is " + median + " times that without readers");
    }
  }

  /** How many times as long the hits took, of which one in a hundred took longer. */
  private double round() throws Exception {
    Hits alone = Hits.of(node, SMALL, HITTING);
    dropPages();
    Hits beside;
    List<Integer> read;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<SlowReader> readers = new ArrayList<>();
      try {
        List<Future<Integer>> reading = begin(readers, threads);
        beside = Hits.of(node, SMALL, HITTING);
        readers.forEach(SlowReader::stop);
        read = all(reading);
      } finally {
        for (SlowReader reader : readers) {
          reader.close();
        }
      }
    }
    Figures.note(
        "hits beside %d readers of %d files of %,d bytes that the page cache had lost: p99 %d us alone, %d us of %,d beside them; the slowest took %d ms; the readers read %,d bytes"
            .formatted(
                READERS,
                FILES,
                BYTES,
                alone.percentile(99) / 1000,
                beside.percentile(99) / 1000,
                beside.count(),
                Duration.ofNanos(beside.slowest()).toMillis(),
                read.stream().mapToLong(Integer::longValue).sum()));
    assertTrue(read.stream().allMatch(bytes -> bytes > 0), "each reader read");
    assertTrue(beside.slowest() < NEVER.toNanos(), () -> "a hit took " + beside.slowest() + " ns");
    return (double) beside.percentile(99) / alone.percentile(99);
  }

  private List<Future<Integer>> begin(List<SlowReader> readers, ExecutorService threads)
      throws IOException {
    List<Future<Integer>> reading = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      String path = objects.path(i % FILES);
      SlowReader reader = new SlowReader(node.plan().port(), path, body, PACE);
      readers.add(reader);
      reading.add(threads.submit(reader));
    }
    return reading;
  }

  private static List<Integer> all(List<Future<Integer>> reading) throws Exception {
    List<Integer> read = new ArrayList<>();
    for (Future<Integer> reader : reading) {
      read.add(reader.get());
    }
    return read;
  }

  private void dropPages() throws IOException {
    for (Path file : new StoreDirectory(node, client).files()) {
      if (Files.size(file) >= BYTES) {
        Programs.Ended ended =
            Programs.run(
                Duration.ofMinutes(1),
                Map.of(),
                List.of("dd", "of=" + file, "oflag=nocache", "conv=notrunc,fdatasync", "count=0"));
        assertEquals(0, ended.status(), ended::said);
      }
    }
  }
}
