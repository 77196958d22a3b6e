package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real assets go through a node unharmed, and are fetched once. */
class CorpusIT {

  private static final List<String> CODINGS = List.of("identity", "gzip", "br");
  private static final int CLIENTS = 8;

  @TempDir Path directory;

  @Test
  void everyFileArrivesWholeInEveryCodingAndProtocolAndIsFetchedOnce() throws Exception {
    Corpus corpus = Corpus.ofThisRun();
    TestCertificate certificate = Openssl.certificate(directory);
    try (NginxOrigin origin = NginxOrigin.serving(corpus.directory(), newDirectory("nginx"));
        RunningNode first = plan(origin.url()).withTls(certificate).start()) {
      pass("first", corpus, first, certificate);
      List<String> fetched = origin.requests();
      assertEquals(corpus.assets().size(), fetched.size(), "each file is fetched exactly once");

      pass("second", corpus, first, certificate);
      assertEquals(fetched, origin.requests(), "the second pass needs no origin");

      assertEquals(0, first.terminate());
      try (RunningNode second = first.again()) {
        pass("after restart", corpus, second, certificate);
        assertEquals(fetched, origin.requests(), "after a restart the store needs no origin");
      }
      Figures.note(
          "corpus: %d origin requests in all three passes".formatted(origin.requests().size()));
    }
  }

  @Test
  void nothingWrongIsServedAfterKillUnderLoadAndOnlyTheUnfinishedIsFetchedAgain() throws Exception {
    Corpus corpus = Corpus.ofThisRun();
    try (CountingOrigin origin = slowOrigin(corpus);
        RunningNode first = plan(origin.url()).start()) {
      Map<String, Long> finished = new ConcurrentHashMap<>();
      long killed = loadUntilKilled(corpus, first, finished);
      Set<String> kept = finishedBefore(killed - Duration.ofMillis(500).toNanos(), finished);
      assertFalse(kept.isEmpty(), "something was finished before the kill");
      assertTrue(finished.size() < corpus.assets().size(), "the kill came in mid-work");

      origin.forget();
      try (RunningNode second = first.again();
          Client client = Client.plain()) {
        for (Corpus.Asset asset : corpus.assets()) {
          assertWhole(asset, "identity", client.get(second.base(Way.HTTP) + asset.path()));
        }
      }
      Set<String> again =
          origin.seen().stream().map(CountingOrigin.Seen::path).collect(Collectors.toSet());
      Set<String> needless = new TreeSet<>(again);
      needless.retainAll(kept);
      assertEquals(Set.of(), needless, "what was finished is not fetched again");
      assertFalse(again.isEmpty(), "what was unfinished is");
      Figures.note(
          "kill -9: of %d files %d were finished, %d unfinished or just finished; fetched again: %d"
              .formatted(
                  corpus.assets().size(),
                  kept.size(),
                  corpus.assets().size() - kept.size(),
                  again.size()));
    }
  }

  private NodePlan plan(String origin) {
    return NodePlan.before(origin, directory).with("--memory", "64MiB", "--disk", "1GiB");
  }

  private Path newDirectory(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  private static void pass(
      String name, Corpus corpus, RunningNode node, TestCertificate certificate) throws Exception {
    long start = System.nanoTime();
    fetchAll(corpus, node, certificate);
    Figures.note(
        "corpus, %s pass: %d files x %d codings x %d protocols, all bodies right, in %d ms"
            .formatted(
                name,
                corpus.assets().size(),
                CODINGS.size(),
                Way.values().length,
                Duration.ofNanos(System.nanoTime() - start).toMillis()));
  }

  private static void fetchAll(Corpus corpus, RunningNode node, TestCertificate certificate)
      throws Exception {
    for (Way way : Way.values()) {
      try (Client client = Client.of(way, certificate.trusting());
          ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
        List<Future<?>> fetches = new ArrayList<>();
        for (Corpus.Asset asset : corpus.assets()) {
          fetches.add(threads.submit(() -> fetch(asset, node.base(way), client, way)));
        }
        for (Future<?> fetch : fetches) {
          fetch.get();
        }
      }
    }
  }

  private static void fetch(Corpus.Asset asset, String base, Client client, Way way) {
    for (String coding : CODINGS) {
      HttpResponse<byte[]> response = client.get(base + asset.path(), "Accept-Encoding", coding);
      boolean two = response.version() == HttpClient.Version.HTTP_2;
      assertEquals(way == Way.HTTP2, two, "the protocol that was meant");
      assertWhole(asset, coding, response);
    }
  }

  private static void assertWhole(
      Corpus.Asset asset, String coding, HttpResponse<byte[]> response) {
    String what = asset.path() + " as " + coding + " " + response.headers().map();
    assertEquals(200, response.statusCode(), what);
    assertEquals(asset.sha256(), Sha256.of(Bodies.decoded(response)), what);
    if (asset.isText() && !coding.equals("identity")) {
      assertEquals(coding, Client.field(response, "Content-Encoding"), what);
      assertTrue(response.body().length < asset.bytes(), what);
    }
  }

  private static CountingOrigin slowOrigin(Corpus corpus) throws IOException {
    CountingOrigin origin = CountingOrigin.start();
    for (Corpus.Asset asset : corpus.assets()) {
      byte[] body = Files.readAllBytes(corpus.directory().resolve(asset.path().substring(1)));
      String type = asset.path().endsWith(".js") ? "text/javascript" : "application/octet-stream";
      origin.put(asset.path(), Page.of(type, body).sentOver(Duration.ofMillis(300)));
    }
    return origin;
  }

  /** Loads the node and kills it when half the work is done; says when that was. */
  private static long loadUntilKilled(Corpus corpus, RunningNode node, Map<String, Long> finished)
      throws InterruptedException {
    List<Corpus.Asset> shuffled = new ArrayList<>(corpus.assets());
    Collections.shuffle(shuffled, new Random(1));
    int half = shuffled.size() / 2;
    long killed;
    try (Client client = Client.plain();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (Corpus.Asset asset : shuffled) {
        threads.execute(() -> fetchWhileItLives(asset, node, client, finished));
      }
      Await.until(
          Duration.ofSeconds(60), () -> "half the files arrived", () -> finished.size() >= half);
      killed = System.nanoTime();
      node.kill();
    }
    return killed;
  }

  private static void fetchWhileItLives(
      Corpus.Asset asset, RunningNode node, Client client, Map<String, Long> finished) {
    try {
      assertWhole(asset, "identity", client.get(node.base(Way.HTTP) + asset.path()));
      finished.put(asset.path(), System.nanoTime());
    } catch (UncheckedIOException expected) {
      if (node.isAlive()) {
        throw expected;
      }
    }
  }

  private static Set<String> finishedBefore(long moment, Map<String, Long> finished) {
    return finished.entrySet().stream()
        .filter(entry -> entry.getValue() - moment < 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
