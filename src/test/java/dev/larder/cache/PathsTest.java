package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.Fields;
import dev.larder.rules.FieldEdits;
import dev.larder.rules.QueryRule;
import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a site does otherwise for some of its paths. */
class PathsTest {
  private static final String TEXT = "a".repeat(2000);

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private RoutedOrigin origin;
  private @Nullable CacheFixture node;

  @BeforeEach
  void start() throws IOException {
    origin = RoutedOrigin.start(clock);
    for (String path : List.of("/a/x", "/b/x", "/x")) {
      origin.put(
          path,
          (request, wire) -> {
            String tenant = request.field("X-Tenant");
            wire.reply(
                request,
                200,
                tenant == null ? TEXT : tenant,
                "Content-Type",
                "text/css",
                "X-Powered-By",
                "magic",
                "X-Old",
                "old");
          });
    }
  }

  @AfterEach
  void stop() {
    if (node != null) {
      node.close();
      assertEquals(List.of(), node.broken);
    }
    origin.close();
  }

  private CacheFixture node(Policy policy, PathOptions... rules) throws IOException {
    if (node != null) {
      node.close();
    }
    CacheFixture started =
        CacheFixture.with(origin, directory, clock, SiteDraft.of(policy).paths(rules).options());
    node = started;
    return started;
  }

  private CacheFixture node(PathOptions... rules) throws IOException {
    return node(Policy.ASSETS, rules);
  }

  private static PathOptions rule(String glob, QueryRule query, String... forward) {
    return new PathOptions(
        "test.yaml:7",
        List.of(glob),
        null,
        null,
        query,
        List.of(forward),
        FieldEdits.NONE,
        false,
        null);
  }

  private static PathOptions forwarding(String... fields) {
    return rule("/**", QueryRule.ALL, fields);
  }

  private static PathOptions bypassing(String glob) {
    return new PathOptions(
        "test.yaml:9",
        List.of(glob),
        null,
        null,
        QueryRule.ALL,
        List.of(),
        FieldEdits.NONE,
        true,
        null);
  }

  private List<String> targets() {
    return origin.seen().stream().map(RoutedOrigin.Seen::target).toList();
  }

  @Test
  void firstRuleThatMatchesHolds() throws IOException {
    CacheFixture site = node(rule("/a/*", QueryRule.NONE), rule("/**", QueryRule.ALL));
    site.get("/a/x?1");
    site.get("/a/x?2").assertHit();
    site.get("/b/x?1");
    site.get("/b/x?2").assertForwarded("uri-miss");
    assertEquals(List.of("/a/x", "/b/x?1", "/b/x?2"), targets());
  }

  @Test
  void ruleIsChosenByTheCanonicalPath() throws IOException {
    CacheFixture site = node(rule("/a/*", QueryRule.NONE));
    site.get("/a/x?1");
    site.get("/b/../%61/x?2").assertHit();
    assertEquals(List.of("/a/x"), targets());
  }

  @Test
  void droppedParametersAreNeitherKeyedNorForwarded() throws IOException {
    CacheFixture site = node(rule("/**", new QueryRule(false, List.of("utm_*"))));
    site.get("/x?utm_source=a&v=1");
    site.get("/x?v=1&utm%5fmedium=b").assertHit();
    site.get("/x?v=2").assertForwarded("uri-miss");
    assertEquals(List.of("/x?v=1", "/x?v=2"), targets());
  }

  @Test
  void purgeOfAUrlReachesWhatIsKeptForIt() throws IOException {
    CacheFixture site = node(rule("/a/*", QueryRule.NONE));
    site.get("/a/x?1");
    site.purge(false, "/a/x?2");
    site.get("/a/x?3").assertForwarded("uri-miss");
  }

  @Test
  void lifetimesAreThoseOfTheRule() throws IOException {
    CacheFixture site =
        node(
            new PathOptions(
                "test.yaml:7",
                List.of("/a/**"),
                Duration.ofDays(2),
                Duration.ofSeconds(5),
                QueryRule.ALL,
                List.of(),
                FieldEdits.NONE,
                false,
                false));
    Got first = site.get("/a/x", "Accept-Encoding", "br");
    assertEquals("public, max-age=5", first.field("Cache-Control"));
    assertFalse(first.has("Content-Encoding"), "variants are off");
    assertFalse(first.has("Vary"));
    assertEquals("br", site.get("/x", "Accept-Encoding", "br").field("Content-Encoding"));
    clock.advance(Duration.ofHours(47));
    site.get("/a/x").assertHit();
    site.get("/x").assertForwarded("stale");
  }

  @Test
  void forwardedFieldReachesTheOriginAndSelects() throws IOException {
    CacheFixture site = node(forwarding("X-Tenant", "User-Agent"));
    Got one = site.get("/x", "X-Tenant", "one", "User-Agent", "u", "Cookie", "c=1");
    assertEquals("one", one.text());
    assertEquals("x-tenant, user-agent", one.field("Vary"));
    assertEquals("u", origin.seen().getLast().field("User-Agent"));
    assertNull(origin.seen().getLast().field("Cookie"));
    assertEquals("one", site.get("/x", "X-Tenant", "one", "User-Agent", "u").assertHit().text());
    assertEquals(
        "two",
        site.get("/x", "X-Tenant", "two", "User-Agent", "u").assertForwarded("vary-miss").text());
    assertEquals("one", site.get("/x", "X-Tenant", "one", "User-Agent", "u").assertHit().text());
    assertEquals(TEXT, site.get("/x", "User-Agent", "u").text());
    assertEquals(3, origin.seen().size());
  }

  @Test
  void whatWasStoredBeforeAFieldSelectedIsOfItsAbsence() throws IOException {
    node().get("/x");
    CacheFixture site = node(forwarding("X-Tenant"));
    assertEquals("one", site.get("/x", "X-Tenant", "one").assertForwarded("vary-miss").text());
    assertEquals("one", site.get("/x", "X-Tenant", "one").assertHit().text());
  }

  @Test
  void fieldThatIsForwardedNoMoreSelectsNoMore() throws IOException {
    node(forwarding("X-Tenant")).get("/x", "X-Tenant", "one");
    CacheFixture site = node();
    clock.advance(Duration.ofDays(2));
    assertEquals(TEXT, site.get("/x").text());
    assertEquals(TEXT, site.get("/x").assertHit().text());
  }

  @Test
  void crowdIsAnsweredByWhatItSelects() throws IOException {
    CacheFixture site = node(forwarding("X-Tenant"));
    var one = site.getLater("/x", "X-Tenant", "one");
    var two = site.getLater("/x", "X-Tenant", "two");
    assertEquals("one", one.join().text());
    assertEquals("two", two.join().text());
  }

  /** RFC 9111 §3.5. */
  @Test
  void credentialsAreForwardedWhereSaidAndTheirAnswersSharedWhereAllowed() throws IOException {
    origin.put("/private", TEXT, "Cache-Control", "max-age=60");
    origin.put("/shared", TEXT, "Cache-Control", "public, max-age=60");
    CacheFixture site = node(forwarding("Authorization"));
    for (int i = 1; i <= 2; i++) {
      site.get("/private", "Authorization", "Basic eA==");
      assertEquals("Basic eA==", origin.seen("/private").getLast().field("Authorization"));
      assertEquals(i, origin.seen("/private").size());
    }
    site.get("/shared", "Authorization", "Basic eA==");
    site.get("/shared", "Authorization", "Basic eQ==").assertHit();
    assertEquals("Accept-Encoding", site.get("/shared").assertHit().field("Vary"));
  }

  @Test
  void credentialsSelectWhereTheOriginSaysSo() throws IOException {
    origin.put("/shared", TEXT, "Cache-Control", "public, max-age=60", "Vary", "Authorization");
    CacheFixture site = node(forwarding("Authorization"));
    site.get("/shared", "Authorization", "Basic eA==");
    site.get("/shared", "Authorization", "Basic eA==").assertHit();
    site.get("/shared", "Authorization", "Basic eQ==").assertForwarded("vary-miss");
  }

  @Test
  void credentialsAreNotForwardedForAVaryAlone() throws IOException {
    origin.put("/shared", TEXT, "Cache-Control", "public, max-age=60", "Vary", "Authorization");
    CacheFixture site = node();
    site.get("/shared");
    site.get("/shared", "Authorization", "Basic eA==").assertHit();
    assertNull(origin.seen().getLast().field("Authorization"));
  }

  @Test
  void responseFieldsAreSetAndRemovedAsAnswersLeave() throws IOException {
    PathOptions edited =
        new PathOptions(
            "test.yaml:7",
            List.of("/a/**"),
            null,
            null,
            QueryRule.ALL,
            List.of(),
            new FieldEdits(
                Map.of("X-Old", "new", "Cache-Control", "public, max-age=7"),
                List.of("x-powered-by")),
            false,
            null);
    CacheFixture site = node(edited);
    for (int i = 0; i < 2; i++) {
      Got got = site.get("/a/x");
      assertEquals("new", got.field("X-Old"));
      assertEquals("public, max-age=7", got.field("Cache-Control"));
      assertFalse(got.has("X-Powered-By"));
    }
    String tag = site.get("/a/x").field("ETag");
    assertEquals("new", site.get("/a/x", "If-None-Match", tag).field("X-Old"));
    Got other = site.get("/x");
    assertEquals("magic", other.field("X-Powered-By"));
    assertEquals("old", other.field("X-Old"));
    assertEquals("old", node().get("/a/x").assertHit().field("X-Old"), "it was stored as it came");
  }

  @Test
  void bypassStoresNothingAndSendsConditionsOn() throws IOException {
    CacheFixture site = node(bypassing("/a/**"));
    for (int i = 1; i <= 2; i++) {
      assertEquals(TEXT, site.get("/a/x").assertForwarded("bypass").text());
      assertEquals(i, origin.seen().size());
    }
    site.get("/a/x", "If-None-Match", "\"1\"", "Cookie", "c=1");
    assertEquals("\"1\"", origin.seen().getLast().field("If-None-Match"));
    assertNull(origin.seen().getLast().field("Cookie"), "an asset site forwards none");
    assertEquals(504, site.get("/a/x", "Cache-Control", "only-if-cached").status());
    site.get("/x");
    site.get("/x").assertHit();
  }

  @Test
  void bypassIgnoresWhatIsStored() throws IOException {
    node().get("/a/x");
    node(bypassing("/a/**")).get("/a/x").assertForwarded("bypass");
  }

  @Test
  void faithfulSiteHasRulesToo() throws IOException {
    origin.put("/a/x", TEXT, "Cache-Control", "max-age=60");
    CacheFixture site = node(Policy.FAITHFUL, rule("/a/*", QueryRule.NONE), bypassing("/b/*"));
    site.get("/a/x?1");
    site.get("/a/x?2").assertHit();
    site.get("/b/x", "Cookie", "c=1").assertForwarded("bypass");
    assertEquals("c=1", origin.seen().getLast().field("Cookie"));
    assertEquals(
        "news",
        site.send("POST", "/a/x?3", "news").assertForwarded("method").status() == 200
            ? origin.seen().getLast().body()
            : "");
    site.get("/a/x").assertForwarded("uri-miss");
  }

  @Test
  void explanationNamesTheRule() throws IOException {
    CacheFixture site = node(rule("/a/*", QueryRule.NONE), bypassing("/b/*"));
    assertEquals("/a/*, test.yaml:7", fact(site, "/a/x?1", "rule"));
    assertEquals("default, test.yaml:1", fact(site, "/a/x?1", "site"));
    assertEquals("/a/x", fact(site, "/a/x?1", "the origin is asked for"));
    site.get("/a/x");
    assertTrue(fact(site, "/a/x", "lifetime").contains("by test.yaml:1,"), "the site's");
    assertEquals("/b/*, test.yaml:9", fact(site, "/b/x", "rule"));
    assertEquals("the origin is asked: bypass, configured", fact(site, "/b/x", "now"));
    assertNotEquals("", fact(site, "/x", "rule"));
  }

  private static String fact(CacheFixture site, String target, String name) {
    Explanation.Explained explained =
        (Explanation.Explained) site.explainer.explain("http://any.test" + target, Fields.EMPTY);
    return explained.facts().stream()
        .filter(fact -> fact.name().equals(name))
        .map(Explanation.Fact::value)
        .findFirst()
        .orElse("");
  }
}
