package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 109 of 300 stored files are damaged, in nine ways. Every answer is right all the same, only what
 * was damaged is asked of the origin again, and the next time nothing is.
 */
class BitRotIT {

  private static final long SEED = 20260102;
  private static final int OBJECTS = 300;
  private static final int SWAPPED = 12;
  private static final int DAMAGED = 109;
  private static final Pattern PATH = Pattern.compile("/o/\\d+\\.bin");

  private final SeededObjects objects = SeededObjects.mixed("/o/", 64_000);
  private final List<String> paths = objects.paths(0, OBJECTS);
  private final Random random = new Random(SEED);
  private final Map<String, String> damaged = new TreeMap<>();
  private final CountingOrigin origin = CountingOrigin.start().putOthers(objects::page);
  private final Client client = Client.plain();

  @TempDir Path directory;

  @AfterEach
  void stop() {
    client.close();
    origin.close();
  }

  @Test
  void damageWhileTheNodeIsStoppedIsNeverServedAndHealsInTheFirstRead() throws IOException {
    try (RunningNode first = filled()) {
      List<Stored> files = files(first);
      assertEquals(0, first.terminate());
      damage(files, Damage::unseenTo);
      try (RunningNode second = first.again()) {
        assertHealed("stopped", second);
      }
    }
  }

  @Test
  void damageWhileTheNodeRunsIsNeverServedAndHealsInTheFirstRead() throws IOException {
    try (RunningNode first = filled()) {
      Readers.allRight("before the damage, from disk", first, objects, paths);
      damage(files(first), Damage::to);
      assertHealed("running", first);
      assertEquals(0, first.terminate());
      origin.forget();
      try (RunningNode second = first.again()) {
        Readers.allRight("after a restart", second, objects, paths);
      }
      assertEquals(Set.of(), others(origin.seenPaths()), "what was not damaged is still there");
    }
  }

  /** Without memory for objects, so that each read is one of the disk. */
  private RunningNode filled() {
    RunningNode node =
        NodePlan.before(origin.url(), directory).with("--memory", "0", "--disk", "1GiB").start();
    Readers.allRight("filling", node, objects, paths);
    new StoreDirectory(node, client).awaitSettled();
    return node;
  }

  private void assertHealed(String when, RunningNode node) {
    origin.forget();
    List<Reading> first = Readers.all(node, objects, paths);
    Set<String> fetched = new TreeSet<>(origin.seenPaths());
    StoreDirectory store = new StoreDirectory(node, client);
    store.awaitSettled();
    Figures.note(
        "bit rot while %s: %d of %d damaged, %d of %d answers right, %d fetched anew %s, %.0f found damaged"
            .formatted(
                when,
                damaged.size(),
                OBJECTS,
                first.stream().filter(Reading::isRight).count(),
                first.size(),
                fetched.size(),
                kindsOf(fetched),
                store.metric("larder_store_damaged_total")));
    Readers.assertRight("first read", OBJECTS, first);
    assertEquals(Set.of(), others(fetched), "only what was damaged is fetched anew");

    origin.forget();
    Readers.allRight("second read", node, objects, paths);
    assertEquals(Set.of(), origin.seenPaths(), "the second read needs no origin");
  }

  private Set<String> others(Set<String> fetched) {
    Set<String> others = new TreeSet<>(fetched);
    others.removeAll(damaged.keySet());
    return others;
  }

  private Map<String, Integer> kindsOf(Set<String> fetched) {
    Map<String, Integer> kinds = new TreeMap<>();
    fetched.forEach(path -> kinds.merge(damaged.getOrDefault(path, "NONE"), 1, Integer::sum));
    return kinds;
  }

  private interface Infliction {
    void inflict(Damage damage, Path file, Random random) throws IOException;
  }

  /** Where an object is stored. */
  private record Stored(String path, Path file) {}

  private void damage(List<Stored> files, Infliction way) throws IOException {
    List<Stored> chosen = new ArrayList<>(files);
    Collections.shuffle(chosen, random);
    for (int i = 0; i < SWAPPED; i += 2) {
      Damage.swap(chosen.get(i).file(), chosen.get(i + 1).file());
      damaged.put(chosen.get(i).path(), "SWAPPED");
      damaged.put(chosen.get(i + 1).path(), "SWAPPED");
    }
    List<Damage> kinds = List.of(Damage.values());
    for (int i = SWAPPED; i < DAMAGED; i++) {
      Damage kind = kinds.get(i % kinds.size());
      way.inflict(kind, chosen.get(i).file(), random);
      damaged.put(chosen.get(i).path(), kind.name());
    }
    assertEquals(DAMAGED, damaged.size());
  }

  /** Which file holds which object: a stored file carries its path behind the body. */
  private List<Stored> files(RunningNode node) throws IOException {
    List<Stored> files = new ArrayList<>();
    for (Path file : new StoreDirectory(node, client).files()) {
      Matcher path =
          PATH.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      assertTrue(path.find(), () -> file + " names no object");
      files.add(new Stored(path.group(), file));
    }
    files.sort(Comparator.comparing(Stored::path));
    assertEquals(paths.stream().sorted().toList(), files.stream().map(Stored::path).toList());
    return files;
  }
}
