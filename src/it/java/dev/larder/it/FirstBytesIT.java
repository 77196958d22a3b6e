package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compression holds nobody up: neither the first visitor of a script, nor those of others. */
class FirstBytesIT {

  private static final int BYTES = 1_700_000;
  private static final int FIRST_PART = 64 * 1024;
  private static final Duration SENT_OVER = Duration.ofSeconds(2);
  private static final Duration FIRST_BYTE_LIMIT = Duration.ofMillis(150);

  private static final TrialSize SIZE = TrialSize.ofThisRun();
  private static final int COLD_SCRIPTS = SIZE.of(2, 15);

  /** Several times as long as a step of brotli 11 and the rest after it. */
  private static final Duration HITTING = Duration.ofSeconds(SIZE.of(3, 15));

  private static final int ROUNDS = SIZE.of(1, 5);

  /** As many as one round makes hot: the work on them outlasts the hits. */
  private static final int HOT_SCRIPTS = SIZE.of(4, 12);

  @TempDir Path directory;

  private final Client client = Client.plain();
  private final Scripts scripts = new Scripts("/first", BYTES);
  private CountingOrigin origin;
  private RunningNode node;

  @BeforeEach
  void start() {
    origin = CountingOrigin.start().putOthers(scripts::page);
    origin.put("/small.css", Page.of("text/css", "p { margin: 0 }\n".repeat(600)));
    node = NodePlan.before(origin.url(), directory).start();
  }

  @AfterEach
  void stop() {
    node.close();
    client.close();
    origin.close();
  }

  @Test
  void compressedBytesLeaveWhileTheOriginSends() throws Exception {
    // The first requests of a JVM load its classes.
    firstByteAfterFirstPart(0);
    long[] nanos = new long[COLD_SCRIPTS];
    for (int i = 0; i < COLD_SCRIPTS; i++) {
      nanos[i] = firstByteAfterFirstPart(i + 1);
    }
    Arrays.sort(nanos);
    Figures.note(
        "first compressed byte of a cold script of %,d bytes that takes %d ms to arrive, after its first 64 KiB left: median %d ms, slowest %d ms, of %d"
            .formatted(
                BYTES,
                SENT_OVER.toMillis(),
                millis(nanos[COLD_SCRIPTS / 2]),
                millis(nanos[COLD_SCRIPTS - 1]),
                COLD_SCRIPTS));
    if (SIZE == TrialSize.FULL) {
      long median = nanos[COLD_SCRIPTS / 2];
      assertTrue(median <= FIRST_BYTE_LIMIT.toNanos(), () -> millis(median) + " ms");
    }
  }

  /** Nanoseconds, fewer than none when the byte came before. */
  private long firstByteAfterFirstPart(int number) throws Exception {
    AtomicLong firstPartLeft = new AtomicLong();
    AtomicLong lastLeft = new AtomicLong();
    CountDownLatch end = new CountDownLatch(1);
    Page page =
        scripts
            .page(scripts.path(number))
            .sentOver(SENT_OVER)
            .telling(left -> {
              if (left == FIRST_PART) {
                firstPartLeft.set(System.nanoTime());
              } else if (left == BYTES) {
                lastLeft.set(System.nanoTime());
                end.countDown();
              }
            });
    origin.put(scripts.path(number), page);
    long firstByte = firstByte(scripts.path(number));
    assertTrue(end.await(30, TimeUnit.SECONDS), "the origin sent all of it");
    assertTrue(firstByte < lastLeft.get(), "the first byte came while the origin was sending");
    return firstByte - firstPartLeft.get();
  }

  private long firstByte(String path) throws IOException {
    try (RawConnection connection = RawConnection.to(node.plan().port())) {
      connection.send(
          "GET " + path + " HTTP/1.1\r\nHost: node.test\r\nAccept-Encoding: br\r\n\r\n");
      RawConnection.Head head = connection.readHead();
      assertEquals("br", head.fields().get("content-encoding"), head::toString);
      assertEquals("chunked", head.fields().get("transfer-encoding"), head::toString);
      connection.peekIntoChunk();
      return System.nanoTime();
    }
  }

  @Test
  @Timeout(15 * 60)
  void hitsDoNotWaitForBackgroundWork() throws Exception {
    hits();
    double[] ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      awaitEndOfBackgroundWork();
      long alone = hits().percentile(99);
      double before = backgroundSeconds();
      beginBackgroundWork(round);
      Await.until(
          Duration.ofSeconds(30),
          () -> "the node begins to compress in the background",
          () -> backgroundSeconds() > before);
      double begun = backgroundSeconds();
      Hits hits = hits();
      long beside = hits.percentile(99);
      double worked = backgroundSeconds() - begun;
      assertTrue(worked > 0, "there was background work meanwhile");
      ratios[round] = (double) beside / alone;
      Figures.note(
          "p99 of hits: %d us alone, %d us of %,d beside brotli 11, which took %.2f s of CPU meanwhile"
              .formatted(alone / 1000, beside / 1000, hits.count(), worked));
    }
    Arrays.sort(ratios);
    double median = ratios[ROUNDS / 2];
    Figures.note("p99 of hits beside brotli 11: %.2f times that without it".formatted(median));
    if (SIZE == TrialSize.FULL) {
      assertTrue(median <= 2, "p99 beside brotli 11 is " + median + " times that without it");
    }
  }

  private Hits hits() throws IOException {
    return Hits.of(node, "/small.css", HITTING);
  }

  private void beginBackgroundWork(int round) {
    for (int script = 0; script < HOT_SCRIPTS; script++) {
      String url = node.base(Way.HTTP) + scripts.path(1000 + round * HOT_SCRIPTS + script);
      for (int i = 0; i < 4; i++) {
        assertEquals(200, client.get(url, "Accept-Encoding", "br").statusCode(), node::output);
      }
    }
  }

  /** A second without any, for each step is counted when it is done. */
  private void awaitEndOfBackgroundWork() {
    double[] worked = {-1};
    long[] since = {System.nanoTime()};
    Await.until(
        Duration.ofMinutes(5),
        () -> "the node ends its background work",
        () -> {
          double now = backgroundSeconds();
          if (now > worked[0]) {
            worked[0] = now;
            since[0] = System.nanoTime();
          }
          return System.nanoTime() - since[0] > Duration.ofSeconds(1).toNanos();
        });
  }

  private double backgroundSeconds() {
    return Metrics.of(node, client).sum("larder_variant_cpu_seconds_total", "waited=\"no\"");
  }

  private static long millis(long nanos) {
    return Duration.ofNanos(nanos).toMillis();
  }
}
