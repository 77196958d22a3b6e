package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.Fields;
import dev.larder.testing.Decoded;
import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is explained is what happens, and explaining changes nothing. */
class ExplainerTest {

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(Instant.now());
  private RoutedOrigin origin;
  private CacheFixture node;

  @BeforeEach
  void start() throws IOException {
    origin = RoutedOrigin.start(clock);
    node = CacheFixture.assets(origin, directory, clock);
  }

  @AfterEach
  void stop() {
    node.close();
    origin.close();
    assertEquals(List.of(), node.broken);
  }

  private Map<String, String> explain(String target, String... fields) {
    Explanation explanation = node.explainer.explain("http://any.test" + target, Fields.of(fields));
    Map<String, String> facts = new LinkedHashMap<>();
    for (Explanation.Fact fact :
        assertInstanceOf(Explanation.Explained.class, explanation).facts()) {
      facts.put(fact.name(), fact.value());
    }
    return facts;
  }

  @Test
  void deltasAreExplained() {
    String old = "function f() { return 1; }\n".repeat(100);
    origin.put("/app/1.0.0/a.js", old, "Content-Type", "text/javascript");
    origin.put("/app/1.1.0/a.js", old + "f();", "Content-Type", "text/javascript");
    String digest =
        Base64.getEncoder().encodeToString(Decoded.sha256(old.getBytes(StandardCharsets.UTF_8)));
    node.get("/app/1.0.0/a.js");
    node.get("/app/1.1.0/a.js");
    node.awaitFamily("/app/1.0.0/a.js", 2);
    Map<String, String> facts =
        explain(
            "/app/1.1.0/a.js",
            "Accept-Encoding",
            "br, dcb",
            "Available-Dictionary",
            ':' + digest + ':');
    assertEquals("/app/*/a.js", facts.get("family"));
    assertEquals(
        "dcb against /app/1.0.0/a.js, to be made, if it saves enough; else br",
        facts.get("coding"));
    assertEquals("br", explain("/app/1.1.0/a.js", "Accept-Encoding", "br, dcb").get("coding"));
  }

  @Test
  void whatIsNotStoredIsAskedFor() {
    Map<String, String> facts = explain("/a%7Eb?q");
    assertEquals("nothing", facts.get("stored"));
    assertEquals("the origin is asked: uri-miss", facts.get("now"));
    assertEquals("default  /a~b?q", facts.get("key"));
    assertEquals("/a~b?q", facts.get("the origin is asked for"));
    assertEquals(List.of(), origin.seen());
  }

  @Test
  void freshIsExplainedWithItsSum() {
    origin.put("/a", "x".repeat(2000), "Content-Type", "text/css", "Vary", "Cookie");
    node.get("/a");
    clock.advance(Duration.ofSeconds(100));
    Map<String, String> facts = explain("/a", "Accept-Encoding", "br");
    assertEquals("status 200, 2000 bytes", facts.get("stored"));
    assertEquals("86400 s, by test.yaml:1, as the origin named none", facts.get("lifetime"));
    assertEquals("100 s", facts.get("age"));
    assertEquals("86300 s", facts.get("fresh for"));
    assertEquals("br", facts.get("coding"));
    assertEquals("cookie", facts.get("not varied by"));
    assertEquals("public, max-age=700", facts.get("Cache-Control"));
    assertEquals("answered from the store: it is fresh", facts.get("now"));
    Got got = node.get("/a", "Accept-Encoding", "br").assertHit();
    assertEquals(facts.get("Cache-Control"), got.field("Cache-Control"));
    assertEquals(1, origin.seen().size());
  }

  @Test
  void codingOfWhatHasNoTypeDependsOnItsContent() {
    origin.put("/a", "x".repeat(2000));
    node.get("/a");
    assertEquals("br, if a sample shrinks", explain("/a", "Accept-Encoding", "br").get("coding"));
    assertEquals("identity", explain("/a").get("coding"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=50                             | by max-age   | the origin is asked whether it",
        "max-age=5000, s-maxage=50              | by s-maxage  | the origin is asked whether it",
        "max-age=50, stale-while-revalidate=500 | by max-age   | answered from the store: it is st"
      })
  void staleIsExplained(String control, String source, String now) {
    origin.put("/a", "x", "Cache-Control", control, "ETag", "\"1\"");
    node.get("/a");
    clock.advance(Duration.ofSeconds(100));
    Map<String, String> facts = explain("/a");
    assertEquals("50 s, " + source, facts.get("lifetime"));
    assertEquals("-50 s", facts.get("fresh for"));
    assertTrue(facts.getOrDefault("now", "").startsWith(now), facts.get("now"));
    assertEquals("If-None-Match: \"1\"", facts.get("validators"));
    assertTrue(facts.getOrDefault("with", "").contains("If-None-Match: \"1\""), facts.get("with"));
    assertEquals(1, origin.seen().size());
  }

  @Test
  void selectionIsNamed() {
    origin.put("/a", "x", "Vary", "Accept-Language");
    node.get("/a");
    assertEquals("accept-language: (absent)", explain("/a").get("selected by"));
    Map<String, String> other = explain("/a", "Accept-Language", "de");
    assertEquals("accept-language: de", other.get("selected by"));
    assertEquals("the origin is asked: vary-miss", other.get("now"));
  }

  @Test
  void expiredIsNamed() {
    origin.put("/a", "x");
    node.get("/a");
    node.purge(true, "/a");
    assertEquals("expired: it has to be validated", explain("/a").get("purged"));
  }

  @ParameterizedTest
  @CsvSource({"/a", "ftp://h/a", "'http://h/a b'", "http://h/a#b"})
  void whatIsNoUrlIsRefusedWithASentence(String url) {
    Explanation.Refused refused =
        assertInstanceOf(Explanation.Refused.class, node.explainer.explain(url, Fields.EMPTY));
    assertTrue(refused.sentence().contains(url), refused.sentence());
  }
}
