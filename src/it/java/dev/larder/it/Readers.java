package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Some clients that share the work of reading seeded objects, each checked on arrival. */
final class Readers implements AutoCloseable {

  private static final int CLIENTS = 16;
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private final RunningNode node;
  private final SeededObjects objects;
  private final Queue<String> left;
  private final Queue<Reading> readings = new ConcurrentLinkedQueue<>();
  private final Client client = Client.plain();
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);

  /** Begins to read; stops early when the node is gone. */
  Readers(RunningNode node, SeededObjects objects, Collection<String> paths) {
    this.node = node;
    this.objects = objects;
    this.left = new ConcurrentLinkedQueue<>(paths);
    for (int i = 0; i < CLIENTS; i++) {
      threads.execute(this::read);
    }
    threads.shutdown();
  }

  /** Reads to the end. */
  static List<Reading> all(RunningNode node, SeededObjects objects, Collection<String> paths) {
    try (Readers readers = new Readers(node, objects, paths)) {
      return readers.await();
    }
  }

  /** Reads to the end, and every answer must be right. */
  static List<Reading> allRight(
      String what, RunningNode node, SeededObjects objects, Collection<String> paths) {
    List<Reading> readings = all(node, objects, paths);
    assertRight(what, paths.size(), readings);
    return readings;
  }

  /** Fails, with the first few of what was wrong, unless so many answers came and all are right. */
  static void assertRight(String what, int count, List<Reading> readings) {
    List<String> bad =
        readings.stream().filter(reading -> !reading.isRight()).map(Reading::said).toList();
    assertEquals(
        List.of(),
        bad.stream().limit(5).toList(),
        () -> what + ": " + bad.size() + " of " + readings.size() + " answers are not right");
    assertEquals(count, readings.size(), what);
  }

  private void read() {
    for (String path = left.poll(); path != null && node.isAlive(); path = left.poll()) {
      readings.add(Reading.of(objects, path, client, node));
    }
  }

  /** How many answers came. */
  int count() {
    return readings.size();
  }

  /** Everything that was read, when there is nothing left. */
  List<Reading> await() {
    try {
      if (!threads.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the readers were not done in " + LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while others read", e);
    }
    return List.copyOf(readings);
  }

  @Override
  public void close() {
    left.clear();
    threads.shutdownNow();
    client.close();
  }
}
