package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.Decoded;
import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New versions, sent as what is new in them (RFC 9842). */
class DeltasTest {
  private static final String OLD = text(1, 60_000);
  private static final String NEW = OLD.substring(0, 30_000) + "changed" + OLD.substring(30_000);
  private static final String FIRST = "/app/1.0.0/app.js";
  private static final String SECOND = "/app/1.1.0/app.js";

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(Instant.now());
  private RoutedOrigin origin;
  private CacheFixture node;

  private static String text(int seed, int length) {
    return new Random(seed)
        .ints(length, 'a', 'z')
        .mapToObj(c -> "" + (char) c)
        .collect(Collectors.joining());
  }

  @BeforeEach
  void start() throws IOException {
    origin = RoutedOrigin.start(clock);
    node = CacheFixture.assets(origin, directory, clock);
    origin.putTagged(FIRST, OLD, "\"one\"", "Content-Type", "text/javascript");
    origin.putTagged(SECOND, NEW, "\"two\"", "Content-Type", "text/javascript");
  }

  @AfterEach
  void stop() {
    node.close();
    origin.close();
    assertEquals(List.of(), node.broken);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(String dictionary) {
    return ':' + Base64.getEncoder().encodeToString(Decoded.sha256(bytes(dictionary))) + ':';
  }

  private Got ask(String target, String dictionary, String... more) {
    List<String> fields =
        new ArrayList<>(
            List.of(
                "Accept-Encoding", "gzip, br, dcb", "Available-Dictionary", digest(dictionary)));
    fields.addAll(List.of(more));
    return node.get(target, fields.toArray(String[]::new));
  }

  /** Both versions stored, with the variants that their first visitors got. */
  private void bothStored() {
    bothAsked();
    node.awaitFamily(FIRST, 2);
  }

  private void bothAsked() {
    node.awaitHit(FIRST);
    node.awaitHit(SECOND);
  }

  @Test
  void membersOfAFamilySayThatTheyAreDictionaries() {
    Got miss = node.get(FIRST);
    Got hit = node.get(FIRST, "Accept-Encoding", "br").assertHit();
    for (Got got : List.of(miss, hit)) {
      assertEquals("match=\"/app/*/app.js\"", got.field("Use-As-Dictionary"));
      assertEquals("Accept-Encoding, Available-Dictionary", got.field("Vary"));
    }
    origin.put("/plain.js", OLD, "Content-Type", "text/javascript");
    Got plain = node.get("/plain.js");
    assertFalse(plain.has("Use-As-Dictionary"));
    assertEquals("Accept-Encoding", plain.field("Vary"));
  }

  @Test
  void whoHasTheOldVersionGetsWhatIsNew() {
    bothStored();
    Got delta = ask(SECOND, OLD).assertHit();
    assertEquals("dcb", delta.field("Content-Encoding"));
    assertArrayEquals(bytes(NEW), Decoded.against(bytes(OLD), delta.bytes()));
    assertTrue(delta.bytes().length < 200, delta.bytes().length + " bytes");
    assertTrue(delta.field("ETag").startsWith("\"two-dcb5.1-"), delta.field("ETag"));
    assertEquals("Accept-Encoding, Available-Dictionary", delta.field("Vary"));
    assertEquals("match=\"/app/*/app.js\"", delta.field("Use-As-Dictionary"));
    assertArrayEquals(delta.bytes(), ask(SECOND, OLD).bytes());
    CacheFixture.await(() -> node.finished.getLast().immediate(), "an answer out of memory");
    assertEquals(2, node.deltasServed.size());
    assertTrue(node.deltasServed.getFirst() > 20_000, node.deltasServed.toString());
  }

  @Test
  void secondVisitorOfTheNewVersionGetsItToo() {
    node.get(FIRST);
    node.awaitFamily(FIRST, 1);
    assertEquals("br", ask(SECOND, OLD).assertForwarded("uri-miss").field("Content-Encoding"));
    CacheFixture.await(() -> ask(SECOND, OLD).field("Content-Encoding").equals("dcb"), "the delta");
  }

  @Test
  void whoeverHoldsADeltaNeedNoOther() {
    bothStored();
    String tag = ask(SECOND, OLD).field("ETag");
    Got held = ask(SECOND, OLD, "If-None-Match", tag);
    assertEquals(304, held.status());
    assertEquals(tag, held.field("ETag"));
    Got refused = node.get(SECOND, "Accept-Encoding", "br", "If-None-Match", tag);
    assertEquals(200, refused.status());
    Got another = ask(SECOND, NEW, "If-None-Match", tag);
    assertEquals(200, another.status(), "a delta against what this client does not offer");
  }

  @Test
  void unknownDictionaryGetsAnOrdinaryVariant() {
    bothStored();
    Got got = ask(SECOND, "something else");
    assertEquals("br", got.field("Content-Encoding"));
    assertArrayEquals(bytes(NEW), Decoded.of("br", got.bytes()));
    assertEquals(1, node.unknownDictionaries.size());
  }

  @Test
  void dictionaryOfAnotherFamilyIsUnknown() {
    bothStored();
    origin.put("/other/1.0.0/app.js", NEW, "Content-Type", "text/javascript");
    node.get("/other/1.0.0/app.js", "Accept-Encoding", "br");
    assertEquals("br", ask("/other/1.0.0/app.js", OLD).field("Content-Encoding"));
  }

  @Test
  void purgedDictionaryIsNoneAndNeitherIsWhatWasMadeOfIt() {
    bothStored();
    assertEquals("dcb", ask(SECOND, OLD).field("Content-Encoding"));
    node.purge(false, FIRST);
    assertEquals("br", ask(SECOND, OLD).assertHit().field("Content-Encoding"));
    assertEquals("br", ask(SECOND, OLD).assertHit().field("Content-Encoding"));
  }

  @Test
  void dictionaryThatCameAnewIsUsedAnew() {
    bothStored();
    assertEquals("dcb", ask(SECOND, OLD).field("Content-Encoding"));
    node.purge(false, FIRST);
    node.awaitHit(FIRST);
    CacheFixture.await(
        () -> ask(SECOND, OLD).field("Content-Encoding").equals("dcb"), "a delta once more");
    ask(SECOND, OLD);
    CacheFixture.await(() -> node.finished.getLast().immediate(), "an answer out of memory");
  }

  @Test
  void purgedVersionTakesItsDeltasWithIt() {
    bothStored();
    assertEquals("dcb", ask(SECOND, OLD).field("Content-Encoding"));
    origin.putTagged(SECOND, OLD + NEW, "\"three\"", "Content-Type", "text/javascript");
    node.purge(false, SECOND);
    Got fresh = ask(SECOND, OLD).assertForwarded("uri-miss");
    assertArrayEquals(bytes(OLD + NEW), Decoded.of("br", fresh.bytes()));
    CacheFixture.await(() -> ask(SECOND, OLD).field("Content-Encoding").equals("dcb"), "the delta");
    assertArrayEquals(bytes(OLD + NEW), Decoded.against(bytes(OLD), ask(SECOND, OLD).bytes()));
  }

  @Test
  void clientsThatSayNothingOfDictionariesGetOrdinaryVariants() {
    bothStored();
    Got got = node.get(SECOND, "Accept-Encoding", "gzip, br", "Available-Dictionary", digest(OLD));
    assertEquals("br", got.field("Content-Encoding"));
    assertEquals("br", ask(SECOND, OLD, "Authorization", "Basic eDp5").field("Content-Encoding"));
    assertEquals(
        "br",
        ask(SECOND, OLD, "Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors")
            .field("Content-Encoding"));
  }

  @Test
  void deltaThatSavesLittleIsNotSent() {
    String other = text(2, 60_000);
    origin.putTagged(SECOND, other, "\"x\"", "Content-Type", "text/javascript");
    bothStored();
    assertEquals("br", ask(SECOND, OLD).field("Content-Encoding"));
    assertEquals("br", ask(SECOND, OLD).field("Content-Encoding"));
    CacheFixture.await(() -> node.finished.getLast().immediate(), "an answer that is remembered");
  }

  @Test
  void fourVersionsAreRememberedAndSurviveARestart() throws IOException {
    for (int i = 0; i < 5; i++) {
      String target = "/lib/1." + i + ".0/lib.js";
      origin.put(target, OLD + i, "Content-Type", "text/javascript");
      node.awaitHit(target);
      node.awaitFamily(target, Math.min(4, i + 1));
    }
    node.close();
    node = CacheFixture.assets(origin, directory, clock);
    String newest = "/lib/1.4.0/lib.js";
    for (int i = 1; i < 4; i++) {
      Got got = ask(newest, OLD + i);
      assertEquals("dcb", got.field("Content-Encoding"), "version " + i);
      assertArrayEquals(bytes(OLD + 4), Decoded.against(bytes(OLD + i), got.bytes()));
    }
    assertEquals("br", ask(newest, OLD + 0).field("Content-Encoding"));
  }

  @Test
  void privateAnswersAreNoDictionaries() {
    for (String control : List.of("private", "no-cache", "max-age=60, private")) {
      String target = "/p/1.0.0/" + control.hashCode() + ".js";
      origin.put(target, OLD, "Content-Type", "text/javascript", "Cache-Control", control);
      assertFalse(node.get(target).has("Use-As-Dictionary"), control);
    }
  }

  @Test
  void staleAnswersAreNotOfferedAsDictionaries() {
    origin.put(
        "/s/1.0.0/a.js",
        OLD,
        "Content-Type",
        "text/javascript",
        "Cache-Control",
        "max-age=10, stale-while-revalidate=60");
    assertTrue(node.get("/s/1.0.0/a.js").has("Use-As-Dictionary"));
    clock.advance(Duration.ofSeconds(20));
    Got stale = node.get("/s/1.0.0/a.js").assertHit();
    assertFalse(stale.has("Use-As-Dictionary"));
    CacheFixture.await(
        () -> node.get("/s/1.0.0/a.js").has("Use-As-Dictionary"), "what was refreshed");
  }

  @Test
  void whatStandsInForAFailingOriginIsNotOfferedAsADictionary() {
    origin.put(
        "/s/1.0.0/b.js", OLD, "Content-Type", "text/javascript", "Cache-Control", "max-age=10");
    assertTrue(node.get("/s/1.0.0/b.js").has("Use-As-Dictionary"));
    clock.advance(Duration.ofSeconds(20));
    origin.put("/s/1.0.0/b.js", 503, "trouble");
    Got standIn = node.get("/s/1.0.0/b.js");
    assertEquals(200, standIn.status());
    assertFalse(standIn.has("Use-As-Dictionary"));
  }

  @Test
  void siteWithoutDeltasSaysNothingOfThem() throws IOException {
    node.close();
    node =
        CacheFixture.with(
            origin,
            directory,
            clock,
            SiteDraft.of(Policy.ASSETS).deltas(SiteOptions.Deltas.OFF).options());
    bothAsked();
    Got got = ask(SECOND, OLD);
    assertEquals("br", got.field("Content-Encoding"));
    assertFalse(got.has("Use-As-Dictionary"));
    assertEquals("Accept-Encoding", got.field("Vary"));
    assertNotEquals("", got.field("ETag"));
  }
}
