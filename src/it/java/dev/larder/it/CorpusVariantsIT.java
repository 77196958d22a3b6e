package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a node makes of real assets, soon or in time, is those assets. */
class CorpusVariantsIT {

  /** What a tag says of a variant that the background work made. */
  private static final Pattern IMPROVED = Pattern.compile("-br(11|9)\\.\\d+\"$");

  private static final TrialSize SIZE = TrialSize.ofThisRun();
  private static final int IMPROVED_FILES = SIZE.of(12, Integer.MAX_VALUE);
  private static final int LARGEST = SIZE.of(100_000, Integer.MAX_VALUE);
  private static final Duration IMPROVING = Duration.ofMinutes(SIZE.of(1, 20));
  private static final Duration MAKING = Duration.ofMinutes(1);

  /** The largest content whose delta a request waits for. */
  private static final long AT_ONCE = 2 << 20;

  @TempDir Path directory;

  private final Client client = Client.plain();
  private final Corpus corpus = Corpus.ofThisRun();
  private CountingOrigin origin;
  private RunningNode node;

  @BeforeEach
  void start() throws IOException {
    origin = CountingOrigin.start().putOthers(corpus::page);
    Path file =
        Files.writeString(
            directory.resolve("larder.yaml"),
            """
            variants: {background-cpu: 100%%}
            sites:
              - name: assets
                origin: %s
            """
                .formatted(origin.url()));
    node = NodePlan.configured(file, directory).with("--disk", "1GiB").start();
  }

  @AfterEach
  void stop() {
    node.close();
    client.close();
    origin.close();
  }

  @Test
  @Timeout(30 * 60)
  void everyVariantIsItsAssetBeforeAndAfterTheBackgroundWork() {
    List<Corpus.Asset> texts =
        corpus.assets().stream()
            .filter(asset -> asset.isText() && asset.bytes() <= LARGEST)
            .limit(IMPROVED_FILES)
            .toList();
    long first = 0;
    for (Corpus.Asset asset : texts) {
      first += whole(asset, "br").body().length;
      whole(asset, "gzip");
      whole(asset, "identity");
    }
    long began = System.nanoTime();
    List<Corpus.Asset> left = awaitImproved(texts);
    Duration taken = Duration.ofNanos(System.nanoTime() - began);
    assertEquals(List.of(), left, "what was not improved");

    long improved = 0;
    for (Corpus.Asset asset : texts) {
      improved += whole(asset, "br").body().length;
      whole(asset, "gzip");
    }
    Figures.note(
        "variants of %d assets: brotli took %,d bytes at first, %,d after %d s of background work; all decode to their assets"
            .formatted(texts.size(), first, improved, taken.toSeconds()));
    assertTrue(improved < first, "the background work makes them smaller");
  }

  /** Asks for each until all are improved; says which are not when the time is over. */
  private List<Corpus.Asset> awaitImproved(List<Corpus.Asset> assets) {
    List<Corpus.Asset> waiting = new ArrayList<>(assets);
    long end = System.nanoTime() + IMPROVING.toNanos();
    while (!waiting.isEmpty() && System.nanoTime() < end) {
      waiting.removeIf(asset -> IMPROVED.matcher(Client.field(whole(asset, "br"), "ETag")).find());
    }
    return waiting;
  }

  private HttpResponse<byte[]> whole(Corpus.Asset asset, String coding) {
    HttpResponse<byte[]> response =
        client.get(node.base(Way.HTTP) + asset.path(), "Accept-Encoding", coding);
    String what = asset + " as " + coding + " " + response.headers().map();
    assertEquals(200, response.statusCode(), what);
    String expected = coding.equals("identity") ? "" : coding;
    assertEquals(expected, Client.field(response, "Content-Encoding"), what);
    assertEquals(asset.sha256(), Sha256.of(Bodies.decoded(response)), what);
    return response;
  }

  @Test
  @Timeout(30 * 60)
  void everyDeltaIsTheNewVersion() {
    List<String> plain = new ArrayList<>();
    long ordinary = 0;
    long sent = 0;
    for (Corpus.Update update : corpus.updates()) {
      ask(update.before());
      ordinary += ask(update.now()).body().length;
      HttpResponse<byte[]> answer = update(update);
      sent += answer.body().length;
      if (!HeldVersion.isDelta(answer)) {
        plain.add(update.now() + " " + answer.headers().map());
      }
    }
    int updates = corpus.updates().size();
    Figures.note(
        "deltas of %d updates: %,d bytes in place of %,d of brotli 5; %d came without dictionary; all decode to their assets"
            .formatted(updates, sent, ordinary, plain.size()));
    assertTrue(plain.size() <= updates / 20, () -> "came without dictionary: " + plain);
    assertEquals(0, Metrics.of(node, client).sum("larder_deltas_failed_total"));
  }

  private HttpResponse<byte[]> ask(Corpus.Asset asset) {
    return client.get(node.base(Way.HTTP) + asset.path(), "Accept-Encoding", "br");
  }

  /** As one gets it who holds the version before; of a large one when it is made. */
  private HttpResponse<byte[]> update(Corpus.Update update) {
    HeldVersion held = HeldVersion.of(corpus.page(update.before().path()).body());
    String url = node.base(Way.HTTP) + update.now().path();
    if (update.now().bytes() > AT_ONCE) {
      Await.until(
          MAKING, () -> "a delta for " + update, () -> HeldVersion.isDelta(held.get(client, url)));
    }
    HttpResponse<byte[]> answer = held.get(client, url);
    assertEquals(200, answer.statusCode());
    assertEquals(update.now().sha256(), Sha256.of(held.decoded(answer)), update::toString);
    return answer;
  }
}
