package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing waits on a thread that serves sockets: what a flight recording of the node shows. */
class IoThreadsIT {

  private static final int ROUNDS = 20;
  private static final int CLIENTS = 8;

  @TempDir Path directory;

  @Test
  void noIoThreadEverBlocksUnderMixedLoad() throws Exception {
    TestCertificate certificate = Openssl.certificate(directory);
    FlightRecording seen;
    try (CountingOrigin origin = variedOrigin();
        RunningNode node =
            NodePlan.configured(logging(origin, directory.resolve("access.log")), directory)
                // Little memory, so that the disk answers too.
                .with("--memory", "1MiB", "--disk", "256MiB")
                .withTls(certificate)
                .start()) {
      mixedLoad(node, certificate, 3);
      FlightRecording.begin(node);
      mixedLoad(node, certificate, ROUNDS);
      seen = FlightRecording.of(node, directory.resolve("node.jfr"));
      assertEquals(0, node.terminate());
    }

    assertTrue(seen.ioThreadEvents() > 0, "the recording sees the I/O threads at work");
    assertTrue(seen.waitsElsewhere() > 0, "the recording sees waiting where it is allowed");
    Figures.note(
        "I/O threads: %d socket events on them, %d waits elsewhere, %d waits on them"
            .formatted(
                seen.ioThreadEvents(), seen.waitsElsewhere(), seen.waitsOnIoThreads().size()));
    assertEquals("", String.join("\n\n", seen.waitsOnIoThreads()));
  }

  @Test
  void whatMemoryHoldsIsAnsweredOnTheIoThread() throws IOException {
    Page page = Page.of("text/css", "body { color: black }").with("Cache-Control", "max-age=600");
    Path log = directory.resolve("access.log");
    try (CountingOrigin origin = CountingOrigin.start().put("/a.css", page);
        RunningNode node = NodePlan.configured(logging(origin, log), directory).start();
        Client client = Client.plain()) {
      String url = node.base(Way.HTTP) + "/a.css";
      for (int i = 0; i < 3; i++) {
        assertEquals(200, client.get(url).statusCode());
      }
      assertEquals(0, node.terminate());
    }
    List<Boolean> immediate = AccessLog.read(log).immediate("/a.css");
    assertEquals(3, immediate.size(), () -> "lines in " + log);
    assertFalse(immediate.getFirst(), "a miss has to wait");
    assertTrue(immediate.getLast(), "a hit in memory does not");
  }

  private Path logging(CountingOrigin origin, Path log) throws IOException {
    return Files.writeString(
        directory.resolve("larder.yaml"),
        """
        access-log: %s
        sites:
          - name: assets
            origin: %s
        """
            .formatted(log, origin.url()));
  }

  private static CountingOrigin variedOrigin() {
    CountingOrigin origin = CountingOrigin.start();
    for (int i = 0; i < 20; i++) {
      origin.put("/small" + i + ".css", Page.of("text/css", "p { margin: 0 }\n".repeat(50 + i)));
      origin.put("/text" + i + ".js", Page.of("text/javascript", "f(x);\n".repeat(20_000 + i)));
      origin.put("/large" + i + ".bin", Page.random(400_000 + i));
      origin.put("/passed" + i, Page.of("text/plain", "private").with("Cache-Control", "no-store"));
      origin.put(
          "/short" + i + ".css",
          Page.of("text/css", "b { top: " + i + "px }").with("Cache-Control", "max-age=1"));
    }
    return origin;
  }

  private static void mixedLoad(RunningNode node, TestCertificate certificate, int rounds)
      throws Exception {
    for (Way way : Way.values()) {
      try (Client client = Client.of(way, certificate.trusting());
          ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
        List<Future<?>> work = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
          for (int i = 0; i < 20; i++) {
            String base = node.base(way);
            int number = i;
            work.add(threads.submit(() -> askAll(client, base, number)));
          }
        }
        for (Future<?> one : work) {
          one.get(Duration.ofMinutes(2).toSeconds(), TimeUnit.SECONDS);
        }
      }
    }
  }

  private static void askAll(Client client, String base, int number) {
    var asked = new TreeMap<String, Integer>();
    String small = base + "/small" + number + ".css";
    asked.put(small, client.get(small).statusCode());
    for (String coding : List.of("gzip", "br")) {
      String text = base + "/text" + number + ".js";
      asked.put(text, client.get(text, "Accept-Encoding", coding).statusCode());
    }
    for (String name : List.of("/large%d.bin", "/passed%d", "/short%d.css")) {
      String url = base + name.formatted(number);
      asked.put(url, client.get(url).statusCode());
    }
    asked.forEach((url, status) -> assertEquals(200, status, url));
    String large = base + "/large" + number + ".bin";
    assertEquals(206, client.get(large, "Range", "bytes=1000-200000").statusCode(), large);
    assertEquals(404, client.get(base + "/nothing" + number).statusCode());
  }
}
