package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crowd before something cold: one fetch, and nobody waits for its end. */
class ColdCrowdIT {

  private static final int CLIENTS = 200;
  private static final int BYTES = 5_000_000;
  private static final Duration FIRST_BYTE_LIMIT = Duration.ofMillis(500);

  @TempDir Path directory;

  /**
   * What a client received.
   *
   * @param firstByte from asking to the first byte of content
   */
  private record Received(Duration firstByte, Duration whole, String sha256) {}

  @Test
  void twoHundredClientsShareOneFetchAndEachHasItsFirstByteAtOnce() throws Exception {
    Page page = Page.random(BYTES).sentOver(Duration.ofSeconds(3));
    try (CountingOrigin origin = CountingOrigin.start().put("/cold.bin", page);
        RunningNode node = NodePlan.before(origin.url(), directory).start()) {
      warmUp(origin, node);

      List<Received> crowd = askAtOnce(node, "/cold.bin");

      Duration slowest =
          crowd.stream().map(Received::firstByte).max(Duration::compareTo).orElseThrow();
      Duration longest = crowd.stream().map(Received::whole).max(Duration::compareTo).orElseThrow();
      Figures.note(
          "cold crowd: %d clients, %d origin request, slowest first byte %d ms, last body whole after %d ms"
              .formatted(
                  crowd.size(),
                  origin.seen("/cold.bin").size(),
                  slowest.toMillis(),
                  longest.toMillis()));
      assertEquals(1, origin.seen("/cold.bin").size(), "one request of the origin");
      for (Received received : crowd) {
        assertEquals(Sha256.of(page.body()), received.sha256());
      }
      assertTrue(
          slowest.compareTo(FIRST_BYTE_LIMIT) <= 0,
          () -> "the slowest first byte came after " + slowest);
    }
  }

  /** A JVM's first requests load its classes; a crowd comes to a node that has seen some. */
  private static void warmUp(CountingOrigin origin, RunningNode node) throws Exception {
    origin.put("/warm.bin", Page.random(100_000).sentOver(Duration.ofMillis(300)));
    askAtOnce(node, "/warm.bin");
  }

  private static List<Received> askAtOnce(RunningNode node, String path) throws Exception {
    CyclicBarrier start = new CyclicBarrier(CLIENTS);
    List<Received> crowd = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Received>> asked = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        asked.add(threads.submit(() -> ask(node, path, start)));
      }
      for (Future<Received> client : asked) {
        crowd.add(client.get());
      }
    }
    return crowd;
  }

  private static Received ask(RunningNode node, String path, CyclicBarrier start) throws Exception {
    try (RawConnection connection = RawConnection.to(node.plan().port())) {
      start.await();
      long asked = System.nanoTime();
      connection.sendGet(path);
      RawConnection.Head head = connection.readHead();
      assertEquals(200, head.status());
      connection.peek();
      Duration firstByte = Duration.ofNanos(System.nanoTime() - asked);
      String sha256 = connection.digestBody(head);
      return new Received(firstByte, Duration.ofNanos(System.nanoTime() - asked), sha256);
    }
  }
}
