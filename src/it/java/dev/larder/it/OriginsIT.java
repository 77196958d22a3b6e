package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the other tests stand on does what they think it does. */
class OriginsIT {

  @TempDir Path directory;

  @Test
  void nginxServesTheCorpusAndEveryRequestIsCounted() {
    Corpus corpus = Corpus.ofThisRun();
    try (NginxOrigin origin = NginxOrigin.serving(corpus.directory(), directory);
        Client client = Client.plain()) {
      assertEquals(List.of(), origin.requests());
      Corpus.Asset asset = corpus.assets().getFirst();
      for (int i = 1; i <= 3; i++) {
        HttpResponse<byte[]> answer = client.get(origin.url() + asset.path());
        assertEquals(asset.sha256(), Sha256.of(answer.body()));
        assertEquals(i, origin.requests().size());
      }
      assertEquals("GET " + asset.path() + " 200", origin.requests().getLast());
    }
  }

  @Test
  void ourOwnOriginTakesItsTimeValidatesAndRemembers() {
    Page page = Page.random(200_000).sentOver(Duration.ofMillis(500));
    try (CountingOrigin origin = CountingOrigin.start().put("/a.bin", page);
        Client client = Client.plain()) {
      long start = System.nanoTime();
      HttpResponse<byte[]> answer = client.get(origin.url() + "/a.bin");
      // The last piece needs no pause after it.
      assertTrue(System.nanoTime() - start >= Duration.ofMillis(300).toNanos());
      assertEquals(Sha256.of(page.body()), Sha256.of(answer.body()));
      String tag = Client.field(answer, "ETag");
      assertEquals(304, client.get(origin.url() + "/a.bin", "If-None-Match", tag).statusCode());
      assertEquals(404, client.get(origin.url() + "/b.bin").statusCode());
      assertEquals(2, origin.seen("/a.bin").size());
      assertEquals(3, origin.seen().size());
    }
  }

  @Test
  void programThatIsNotThereIsAFailureThatSaysWhatToDo() {
    AssertionError absent =
        assertThrows(AssertionError.class, () -> Programs.find("no-such-program"));
    assertEquals(
        "no-such-program is not on this machine: run src/it/set-up.sh first", absent.getMessage());
  }
}
