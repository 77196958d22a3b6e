package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.RoutedOrigin;
import dev.larder.testing.RoutedOrigin.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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
  private RoutedOrigin origin;
  private CacheFixture node;

  @BeforeEach
  void start() throws IOException {
    new Random(7).nextBytes(big);
    origin = RoutedOrigin.start();
    node = CacheFixture.assets(origin, directory);
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
    return (exchange, request) -> {
      exchange.sendResponseHeaders(200, big.length);
      OutputStream out = exchange.getResponseBody();
      out.write(big, 0, big.length / 2);
      out.flush();
      awaitGate();
      out.write(big, big.length / 2, big.length - big.length / 2);
    };
  }

  private void awaitGate() throws IOException {
    try {
      if (!gate.await(10, TimeUnit.SECONDS)) {
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
      assertArrayEquals(java.util.Arrays.copyOf(big, 100_000), first);
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
        (exchange, request) -> {
          awaitGate();
          Reply.of(200, "x").answer(exchange, request);
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
        (exchange, request) -> {
          awaitGate();
          Reply.of(200, "x", "Cache-Control", "private").answer(exchange, request);
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
        (exchange, request) -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          throw new IOException("the origin dies");
        });
    assertThrows(UncheckedIOException.class, () -> node.get("/a"));
    origin.put("/a", "whole");
    Got whole = node.get("/a").assertForwarded("uri-miss");
    assertEquals("whole", whole.text());
  }

  @Test
  void partOfWhatIsMissingIsStreamedAndTheWholeKept() {
    origin.put("/big", Reply.of(200, "x".repeat(10) + "y".repeat(10)));
    Got part = node.get("/big", "Range", "bytes=5-14");
    assertEquals(206, part.status());
    assertEquals("xxxxxyyyyy", part.text());
    assertEquals("bytes 5-14/20", part.field("Content-Range"));
    assertEquals(20, node.get("/big").assertHit().text().length());
  }

  @Test
  void purgeOvertakesAFetch() {
    origin.put(
        "/a",
        (exchange, request) -> {
          boolean first = gate.getCount() > 0;
          if (first) {
            awaitGate();
          }
          Reply.of(200, first ? "old" : "new").answer(exchange, request);
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
    SiteOptions options = SiteOptions.single(Policy.ASSETS);
    Path other = directory.resolve("other");
    try (CacheFixture memory =
        CacheFixture.with(origin, other, options, CacheFixture.StoreSize.MEMORY_ALONE)) {
      origin.put("/big", new Reply(200, big));
      List<CompletableFuture<Got>> all =
          IntStream.range(0, 5).mapToObj(i -> memory.getLater("/big")).toList();
      all.forEach(got -> assertArrayEquals(big, got.join().bytes()));
    }
  }
}
