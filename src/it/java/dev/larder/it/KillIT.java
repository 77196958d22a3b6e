package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that is killed again and again at seeded random moments, fills under way, at times during
 * its start-up too. After each restart nothing wrong and nothing broken is served, what was
 * delivered a second before is still there, and the disk holds next to nothing else.
 */
class KillIT {

  private static final long SEED = 20260101;
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final Duration LOAD_LIMIT = Duration.ofMinutes(2);

  private static final TrialSize SIZE = TrialSize.ofThisRun();
  private static final int ROUNDS = SIZE.of(3, 20);
  private static final int BEFORE = SIZE.of(500, 20_000);
  private static final int PER_ROUND = 500;

  private final SeededObjects objects = SeededObjects.mixed("/o/", 16_000);
  private final Random random = new Random(SEED);

  /** How long the node took to be ready when it was started last. */
  private Duration startUp = Duration.ZERO;

  /** How many objects were asked for at all. */
  private int begun;

  /** When each object was delivered that no request had to fetch again since. */
  private final Map<String, Long> delivered = new TreeMap<>();

  private final Tally tally = new Tally();

  @TempDir Path directory;

  /** What all rounds came to. */
  private static final class Tally {
    private int settled;
    private int settledLost;
    private int recent;
    private int recentLost;
    private int cutOff;
    private double mostUse;

    @Override
    public String toString() {
      return ("kept in all rounds together %d of %d delivered a second before, %d of %d of the last second;"
              + " %d answers were cut off by the kills; disk use at most %.3f of the surviving bodies")
          .formatted(settled - settledLost, settled, recent - recentLost, recent, cutOff, mostUse);
    }
  }

  /** At full size everything is read after each of 20 kills. */
  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void killsAtRandomMomentsLoseNothingOfAnySecondBeforeTheLast() {
    try (CountingOrigin origin = CountingOrigin.start().putOthers(this::slowly)) {
      NodePlan plan =
          NodePlan.before(origin.url(), directory).with("--memory", "64MiB", "--disk", "8GiB");
      RunningNode node = start(plan);
      try {
        List<String> before = objects.paths(0, BEFORE);
        deliver(Readers.allRight("before the first kill", node, objects, before));
        begun = BEFORE;
        for (int round = 0; round < ROUNDS; round++) {
          long killed = loadAndKill(node);
          Duration start = round % 2 == 0 ? killDuringStartUp(plan) : Duration.ZERO;
          node = start(plan);
          origin.forget();
          check("round " + round + ", start-up killed after " + start, node, origin, killed);
        }
      } finally {
        node.close();
      }
    }
    Figures.note("kill -9: %d rounds, %d objects, %s".formatted(ROUNDS, begun, tally));
    assertEquals(0, tally.settledLost, "of what was delivered a second before a kill");
    assertTrue(tally.recent > 0, "something was delivered in the last second");
    assertTrue(tally.recentLost <= tally.recent * 0.01, tally::toString);
    assertTrue(tally.mostUse <= 1.1, tally::toString);
  }

  private RunningNode start(NodePlan plan) {
    long begin = System.nanoTime();
    RunningNode node = plan.start();
    startUp = Duration.ofNanos(System.nanoTime() - begin);
    return node;
  }

  /** Fills take a while each, so that a kill meets many. */
  private Page slowly(String path) {
    return objects.page(path).sentOver(Duration.ofMillis(objects.length(path) % 150));
  }

  /** Reads new objects and kills the node in the midst of it; says when. */
  private long loadAndKill(RunningNode node) {
    int from = begun;
    begun += PER_ROUND;
    int enough = PER_ROUND / 3 + random.nextInt(PER_ROUND / 2);
    Duration more = Duration.ofNanos(random.nextLong(20_000_000));
    try (Readers readers = new Readers(node, objects, objects.paths(from, begun))) {
      Await.until(LOAD_LIMIT, () -> enough + " objects arrived", () -> readers.count() >= enough);
      LockSupport.parkNanos(more.toNanos());
      long killed = System.nanoTime();
      node.kill();
      List<Reading> readings = readers.await();
      List<Reading> whole = readings.stream().filter(reading -> reading.ended() < killed).toList();
      Readers.assertRight("before the kill", whole.size(), whole);
      deliver(whole);
      assertCutOffOrRight(readings);
      assertTrue(readings.size() < PER_ROUND, "the kill came in mid-work");
      return killed;
    }
  }

  private void assertCutOffOrRight(List<Reading> readings) {
    List<String> wrong =
        readings.stream()
            .filter(reading -> reading.kind() == Reading.Kind.WRONG)
            .map(Reading::said)
            .toList();
    assertEquals(List.of(), wrong, "what a kill cuts off is broken, not wrong");
    tally.cutOff += (int) readings.stream().filter(reading -> !reading.isRight()).count();
  }

  /** Starts the node and kills it at about the age at which it is ready, mostly before. */
  private Duration killDuringStartUp(NodePlan plan) {
    Duration after = Duration.ofNanos((long) (startUp.toNanos() * random.nextDouble(0.2, 1.3)));
    try (RunningNode starting = RunningNode.launch(plan)) {
      LockSupport.parkNanos(after.toNanos());
      starting.kill();
    }
    return after;
  }

  /** Reads everything, after the node has tidied what the kill left. */
  private void check(String what, RunningNode node, CountingOrigin origin, long killed) {
    long use;
    try (Client client = Client.plain()) {
      StoreDirectory store = new StoreDirectory(node, client);
      store.awaitSettled();
      use = store.use();
    }
    List<Reading> readings = Readers.allRight(what, node, objects, objects.paths(0, begun));
    Set<String> fetched = origin.seenPaths();
    Set<String> kept =
        readings.stream()
            .filter(reading -> reading.hit() && !fetched.contains(reading.path()))
            .map(Reading::path)
            .collect(Collectors.toSet());
    countKept(kept, killed);
    long surviving =
        kept.stream().mapToLong(path -> StoreDirectory.rounded(objects.length(path))).sum();
    tally.mostUse = Math.max(tally.mostUse, (double) use / surviving);
    deliver(readings.stream().filter(reading -> !kept.contains(reading.path())).toList());
  }

  private void countKept(Set<String> kept, long killed) {
    for (Map.Entry<String, Long> each : delivered.entrySet()) {
      boolean lost = !kept.contains(each.getKey());
      if (each.getValue() <= killed - A_SECOND.toNanos()) {
        tally.settled++;
        tally.settledLost += lost ? 1 : 0;
      } else {
        tally.recent++;
        tally.recentLost += lost ? 1 : 0;
      }
    }
  }

  private void deliver(List<Reading> readings) {
    readings.forEach(reading -> delivered.put(reading.path(), reading.ended()));
  }
}
