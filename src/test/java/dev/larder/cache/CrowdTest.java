package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many who ask for the same thing at once, and what happens when it goes wrong under way. */
class CrowdTest {

  @TempDir Path directory;

  private final byte[] big = new byte[3_000_000];
  private final CountDownLatch gate = new CountDownLatch(1);
  private final MovableClock clock = new MovableClock(Instant.now());
  private RoutedOrigin origin;
  private CacheFixture node;

  @BeforeEach
  void start() throws IOException {
    new Random(7).nextBytes(big);
    origin = RoutedOrigin.start(clock);
    node = CacheFixture.assets(origin, directory, clock);
  }

  @AfterEach
  void stop() {
    gate.countDown();
    node.close();
    origin.close();
    assertEquals(List.of(), node.broken);
  }

  /** Sends the first half at once and the second when the gate opens. */
  private RoutedOrigin.Route gated() {
    return (request, wire) -> {
      wire.head(200, big.length);
      wire.send(Arrays.copyOf(big, big.length / 2));
      awaitGate();
      wire.send(Arrays.copyOfRange(big, big.length / 2, big.length));
    };
  }

  private void awaitGate() throws IOException {
    try {
      if (!gate.await(60, TimeUnit.SECONDS)) {
        throw new IOException("nobody opened the gate");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Test
  void crowdCostsOneFetchAndReadsWhileItRuns() throws Exception {
    origin.put("/big", gated());
    HttpClient client = HttpClient.newHttpClient();
    List<HttpResponse<InputStream>> reading =
        IntStream.range(0, 40)
            .mapToObj(i ->
                client.sendAsync(
                    HttpRequest.newBuilder(URI.create(node.url("/big"))).build(),
                    HttpResponse.BodyHandlers.ofInputStream()))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    for (HttpResponse<InputStream> response : reading) {
      byte[] first = response.body().readNBytes(100_000);
      assertArrayEquals(Arrays.copyOf(big, 100_000), first);
    }
    assertEquals(
        1, origin.seen().size(), "all have their first bytes while the origin still sends");
    gate.countDown();
    for (HttpResponse<InputStream> response : reading) {
      assertEquals(big.length - 100_000, response.body().readAllBytes().length);
    }
    client.close();
    CacheFixture.await(() -> node.get("/big").cacheStatus().startsWith("larder; hit"), "a hit");
    assertEquals(1, origin.seen().size());
  }

  @Test
  void followersAreToldThatTheyWereCollapsed() {
    origin.put(
        "/a",
        (request, wire) -> {
          awaitGate();
          wire.reply(request, 200, "x");
        });
    CompletableFuture<Got> first = node.getLater("/a");
    CompletableFuture<Got> second = node.getLater("/a");
    CacheFixture.await(() -> !origin.seen().isEmpty(), "the fetch");
    gate.countDown();
    long collapsed =
        List.of(first.join(), second.join()).stream()
            .filter(
                got -> got.cacheStatus().contains("collapsed") || got.cacheStatus().contains("hit"))
            .count();
    assertEquals(1, collapsed);
    assertEquals(1, origin.seen().size());
  }

  @Test
  void whatMayNotBeSharedIsFetchedForEach() {
    origin.put(
        "/a",
        (request, wire) -> {
          awaitGate();
          wire.reply(request, 200, "x", "Cache-Control", "private");
        });
    List<CompletableFuture<Got>> all =
        IntStream.range(0, 8).mapToObj(i -> node.getLater("/a")).toList();
    gate.countDown();
    all.forEach(got -> assertEquals("x", got.join().text()));
    assertEquals(8, origin.seen().size());
  }

  @Test
  void fillGoesOnWhenItsClientLeaves() {
    origin.put("/big", gated());
    CompletableFuture<Got> leaving = node.getLater("/big");
    CacheFixture.await(() -> !origin.seen().isEmpty(), "the fetch");
    leaving.cancel(true);
    gate.countDown();
    CacheFixture.await(() -> node.get("/big").cacheStatus().startsWith("larder; hit"), "a hit");
    assertEquals(1, origin.seen().size());
  }

  @Test
  void brokenOffContentIsNeverStoredNorTakenForWhole() {
    origin.put(
        "/a",
        (request, wire) -> {
          wire.head(200, 100_000);
          wire.send(new byte[50_000]);
          throw new IOException("the origin dies");
        });
    assertThrows(UncheckedIOException.class, () -> node.get("/a"));
    origin.put("/a", "whole");
    Got whole = node.get("/a").assertForwarded("uri-miss");
    assertEquals("whole", whole.text());
  }

  @Test
  void partOfWhatIsMissingIsStreamedAndTheWholeKept() {
    origin.put("/big", 200, "x".repeat(10) + "y".repeat(10));
    Got part = node.get("/big", "Range", "bytes=5-14");
    assertEquals(206, part.status());
    assertEquals("xxxxxyyyyy", part.text());
    assertEquals("bytes 5-14/20", part.field("Content-Range"));
    CacheFixture.await(() -> node.get("/big").cacheStatus().startsWith("larder; hit"), "a hit");
    assertEquals(20, node.get("/big").assertHit().text().length());
    assertEquals(1, origin.seen().size());
  }

  @Test
  void purgeOvertakesAFetch() {
    origin.put(
        "/a",
        (request, wire) -> {
          boolean first = gate.getCount() > 0;
          if (first) {
            awaitGate();
          }
          wire.reply(request, 200, first ? "old" : "new");
        });
    CompletableFuture<Got> before = node.getLater("/a");
    CacheFixture.await(() -> !origin.seen().isEmpty(), "the fetch");
    assertTrue(node.purge(false, "/a") instanceof PurgeResult.Purged);
    CompletableFuture<Got> after = node.getLater("/a");
    CacheFixture.await(() -> origin.seen().size() == 1 || after.isDone(), "the second request");
    gate.countDown();
    assertEquals("old", before.join().text());
    assertEquals("new", after.join().text());
    assertEquals("new", node.get("/a").assertHit().text());
  }

  @Test
  void withoutDiskABigObjectStillReachesEverybody() throws IOException {
    SiteOptions options = SiteDraft.of(Policy.ASSETS).options();
    Path other = directory.resolve("other");
    try (CacheFixture memory =
        CacheFixture.with(origin, other, clock, options, CacheFixture.StoreSize.MEMORY_ALONE)) {
      origin.put("/big", big);
      List<CompletableFuture<Got>> all =
          IntStream.range(0, 5).mapToObj(i -> memory.getLater("/big")).toList();
      all.forEach(got -> assertArrayEquals(big, got.join().bytes()));
    }
  }
}
