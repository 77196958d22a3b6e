package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks without room: no client notices, and storing resumes as soon as there is some. */
class FullDiskIT {

  private static final int MIB = 1 << 20;
  private static final int THROUGH = 200 * 1_000_000;
  private static final Duration RESUME_LIMIT = Duration.ofSeconds(2);

  private final SeededObjects objects = SeededObjects.mixed("/o/", 64_000);

  /** Too large for the memory tier, so that a hit comes from the disk. */
  private final SeededObjects large = SeededObjects.ofLength("/large/", 300_000);

  private final CountingOrigin origin =
      CountingOrigin.start()
          .putOthers(path -> path.startsWith("/large/") ? large.page(path) : objects.page(path));
  private final Client client = Client.plain();

  @TempDir Path directory;

  @AfterEach
  void stop() {
    client.close();
    origin.close();
  }

  @Test
  void fileSystemThatIsSmallerThanTheLimitServesAsIfItWereNot() throws IOException {
    try (SmallFileSystem small = mount("size=64m");
        RunningNode node = node(small.directory(), "1GiB")) {
      List<String> paths = worth(THROUGH);
      Readers.allRight("200 MB through 64 MB", node, objects, paths);
      List<Reading> again = Readers.allRight("once more", node, objects, paths);
      Figures.note(
          "full disk, 64 MB under a limit of 1 GiB: 2 x %d answers right, %d hits in the second pass, %d bytes left free"
              .formatted(paths.size(), hits(again), small.free()));
    }
  }

  @Test
  void storingResumesWhenSomebodyElsesFileGivesRoomBack() throws IOException {
    try (SmallFileSystem small = mount("size=64m");
        RunningNode node = node(small.directory(), "1GiB")) {
      Readers.allRight("with room", node, objects, objects.paths(0, 100));
      Path foreign = small.directory().resolve("foreign");
      fill(foreign);
      List<String> paths = objects.paths(0, 300);
      Readers.allRight("without room", node, objects, paths);
      List<Reading> again = Readers.allRight("without room, again", node, objects, paths);
      Files.delete(foreign);
      assertResumes("a foreign file took all room", paths.size(), hits(again), node);
    }
  }

  @Test
  void storingResumesWhenThereAreInodesAgain() throws IOException {
    try (SmallFileSystem small = mount("size=64m,nr_inodes=2000");
        RunningNode node = node(small.directory(), "1GiB")) {
      Readers.allRight("with inodes", node, objects, objects.paths(0, 100));
      List<Path> foreign = fillWithFiles(small.directory());
      List<String> paths = objects.paths(0, 300);
      Readers.allRight("without inodes", node, objects, paths);
      List<Reading> again = Readers.allRight("without inodes, again", node, objects, paths);
      for (Path file : foreign) {
        Files.delete(file);
      }
      assertResumes("no inodes were left", paths.size(), hits(again), node);
    }
  }

  @Test
  void limitHoldsAtEveryMoment() throws InterruptedException {
    long limit = 32 * MIB;
    try (RunningNode node = node(directory, "32MiB")) {
      List<String> paths = worth(THROUGH);
      long largest = paths.stream().mapToInt(objects::length).max().orElseThrow();
      AtomicBoolean done = new AtomicBoolean();
      AtomicLong most = new AtomicLong();
      StoreDirectory store = new StoreDirectory(node, client);
      Thread watch =
          Thread.ofPlatform()
              .start(() -> {
                while (!done.get()) {
                  most.accumulateAndGet(store.use(), Math::max);
                  LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                }
              });
      Readers.allRight("200 MB through 32 MiB", node, objects, paths);
      List<Reading> again = Readers.allRight("once more", node, objects, paths);
      done.set(true);
      watch.join();
      Figures.note(
          "full disk, a limit of 32 MiB: 2 x %d answers right, %d hits in the second pass, disk use at most %.2f MiB"
              .formatted(paths.size(), hits(again), (double) most.get() / MIB));
      assertTrue(most.get() > limit / 2, "the disk was used");
      assertTrue(most.get() <= limit * 1.1 + largest, () -> most.get() + " bytes at a moment");
    }
  }

  private SmallFileSystem mount(String options) throws IOException {
    return SmallFileSystem.on(Files.createDirectory(directory.resolve("small")), options);
  }

  private RunningNode node(Path below, String limit) {
    return NodePlan.before(origin.url(), below).with("--memory", "1MiB", "--disk", limit).start();
  }

  /** Paths of objects that have so many bytes together. */
  private List<String> worth(long bytes) {
    List<String> paths = new ArrayList<>();
    for (long sum = 0; sum < bytes; sum += objects.length(paths.getLast())) {
      paths.add(objects.path(paths.size()));
    }
    return paths;
  }

  private static long hits(List<Reading> readings) {
    return readings.stream().filter(Reading::hit).count();
  }

  private static void fill(Path file) throws IOException {
    byte[] bytes = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(bytes);
      }
    } catch (IOException full) {
      assertTrue(String.valueOf(full.getMessage()).contains("No space"), full.toString());
    }
  }

  private static List<Path> fillWithFiles(Path below) throws IOException {
    Path foreign = Files.createDirectory(below.resolve("foreign"));
    List<Path> files = new ArrayList<>();
    try {
      while (true) {
        files.add(Files.createFile(foreign.resolve(Integer.toString(files.size()))));
      }
    } catch (FileSystemException full) {
      assertTrue(String.valueOf(full.getMessage()).contains("No space"), full.toString());
    }
    return files;
  }

  /** Reads one new large object after the other, each twice, until the second time is a hit. */
  private void assertResumes(String what, int answers, long hits, RunningNode node) {
    long start = System.nanoTime();
    int number = 0;
    boolean hit = false;
    while (!hit && System.nanoTime() - start < RESUME_LIMIT.multipliedBy(5).toNanos()) {
      List<String> next = List.of(large.path(number++));
      Readers.allRight("first", node, large, next);
      hit = Readers.allRight("second", node, large, next).getFirst().hit();
    }
    Duration after = Duration.ofNanos(System.nanoTime() - start);
    Figures.note(
        "full disk, %s: 2 x %d answers right, %d hits meanwhile; storing again %d ms after room returned"
            .formatted(what, answers, hits, after.toMillis()));
    assertTrue(hit, "storing does not resume");
    assertTrue(after.compareTo(RESUME_LIMIT) <= 0, () -> "storing resumed only after " + after);
  }
}
