package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** New versions without end, in all codings and as deltas, leave nothing behind in memory. */
class VariantChurnIT {

  private static final int MIB = 1 << 20;
  private static final TrialSize SIZE = TrialSize.ofThisRun();
  private static final int SECONDS = SIZE.of(36, 600);

  /**
   * Allocators and compiled code take minutes to reach what they need; a sample sees some of it.
   */
  private static final int WARM_UP = SIZE.of(12, 240);

  private static final long GROWTH_LIMIT = SIZE.of(64, 24) * (long) MIB;
  private static final int WINDOW = SIZE.of(6, 60);

  /** One of them is large enough to get its deltas in the background. */
  private static final List<Scripts> FAMILIES =
      List.of(
          new Scripts("/churn/a", 60_000),
          new Scripts("/churn/b", 200_000),
          new Scripts("/churn/c", 500_000),
          new Scripts("/churn/d", 2_500_000));

  @TempDir Path directory;

  private final Client client = Client.plain();
  private final List<Long> sampled = new ArrayList<>();
  private int deltas;
  private int largeDeltas;
  private CountingOrigin origin;
  private RunningNode node;

  @BeforeEach
  void start() {
    origin = CountingOrigin.start().putOthers(VariantChurnIT::page);
    node =
        NodePlan.before(origin.url(), directory)
            .with("--memory", "32MiB", "--disk", "128MiB")
            // A heap that does not grow needs no more room outside of it for its own book-keeping.
            .withVariable("LARDER_JAVA_OPTS", "-Xms256m -Xmx256m")
            .start();
  }

  @AfterEach
  void stop() {
    node.close();
    client.close();
    origin.close();
  }

  private static Page page(String path) {
    return FAMILIES.stream()
        .filter(family -> path.startsWith(family.folder() + "/"))
        .map(family -> family.page(path))
        .findFirst()
        .orElse(Page.NOT_FOUND);
  }

  @Test
  @Timeout(15 * 60)
  void newVersionsEverySecondLeaveNativeMemoryAsItWas() {
    NativeMemory memory = NativeMemory.of(node);
    long begin = System.nanoTime();
    for (int second = 0; second < SECONDS; second++) {
      for (Scripts family : FAMILIES) {
        release(family, second);
      }
      sampled.add(memory.bytes());
      awaitSecond(begin, second + 1);
    }
    long before = lowest(WARM_UP, WARM_UP + WINDOW);
    long after = lowest(SECONDS - WINDOW, SECONDS);
    Figures.note(
        "churn of %d versions in %d s, %d deltas, %d of them made in the background: native memory %.1f MiB at second %d, %.1f MiB at the end, %.1f MiB at most"
            .formatted(
                SECONDS * FAMILIES.size(),
                Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                deltas,
                largeDeltas,
                (double) before / MIB,
                WARM_UP,
                (double) after / MIB,
                (double) sampled.stream().mapToLong(Long::longValue).max().orElse(0) / MIB));
    Figures.note(
        "churn, the least native memory of each %d s, MiB: %s".formatted(WINDOW, course()));
    assertTrue(deltas >= SECONDS, () -> "only " + deltas + " deltas");
    assertTrue(after - before <= GROWTH_LIMIT, () -> "it grew by " + (after - before) + " bytes");
  }

  /** A version comes out, and visitors come that hold the one before or none. */
  private void release(Scripts family, int version) {
    byte[] identity = family.body(version);
    String url = node.base(Way.HTTP) + family.path(version);
    for (String coding : List.of("br", "gzip", "br", "br", "br")) {
      HttpResponse<byte[]> answer = client.get(url, "Accept-Encoding", coding);
      assertEquals(coding, Client.field(answer, "Content-Encoding"), url);
      assertArrayEquals(identity, Bodies.decoded(answer), url);
    }
    if (version > 0) {
      HeldVersion held = HeldVersion.of(family.body(version - 1));
      for (int visitor = 0; visitor < 4; visitor++) {
        HttpResponse<byte[]> answer = held.get(client, url);
        count(answer, identity.length);
        assertArrayEquals(identity, held.decoded(answer), url);
      }
    }
  }

  private void count(HttpResponse<?> answer, int bytes) {
    if (HeldVersion.isDelta(answer)) {
      deltas++;
      largeDeltas += bytes > 2 * MIB ? 1 : 0;
    }
  }

  private static void awaitSecond(long begin, int second) {
    long due = begin + Duration.ofSeconds(second).toNanos();
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** How it went, from which growth that does not end can be told from one that does. */
  private List<Long> course() {
    return IntStream.range(0, SECONDS / WINDOW)
        .mapToObj(window -> lowest(window * WINDOW, (window + 1) * WINDOW) / MIB)
        .toList();
  }

  /** What is held while no encoder happens to be at work. */
  private long lowest(int from, int to) {
    return IntStream.range(from, to).mapToLong(sampled::get).min().orElseThrow();
  }
}
