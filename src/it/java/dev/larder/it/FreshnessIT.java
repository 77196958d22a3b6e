package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept, for how long, and what is said of it, seen from outside. */
class FreshnessIT {

  private static final Pattern MAX_AGE = Pattern.compile("max-age=(\\d+)");

  @TempDir Path directory;

  private final CountingOrigin origin = CountingOrigin.start();
  private final Client client = Client.plain();
  private RunningNode node;

  @BeforeEach
  void start() {
    node = NodePlan.before(origin.url(), directory).start();
  }

  @AfterEach
  void stop() {
    node.close();
    client.close();
    origin.close();
  }

  @Test
  void missThenHitIsSaidInCacheStatus() {
    origin.put("/a.css", css().with("Cache-Control", "max-age=600"));
    HttpResponse<byte[]> miss = get("/a.css");
    HttpResponse<byte[]> hit = get("/a.css");
    assertTrue(CacheStatusOf.isForwardedFor(miss, "uri-miss"), CacheStatusOf.text(miss));
    assertTrue(CacheStatusOf.text(miss).contains("stored"), CacheStatusOf.text(miss));
    assertTrue(CacheStatusOf.isHit(hit), CacheStatusOf.text(hit));
    assertTrue(CacheStatusOf.text(hit).matches(".*; ttl=\\d+.*"), CacheStatusOf.text(hit));
    assertEquals(1, origin.seen("/a.css").size());
  }

  @Test
  void staleResponseIsValidatedAndGoesOnLiving() {
    origin.put("/a.css", css().with("Cache-Control", "max-age=1"));
    HttpResponse<byte[]> first = get("/a.css");
    awaitForwarded("/a.css", "stale");
    List<CountingOrigin.Seen> seen = origin.seen("/a.css");
    assertEquals(2, seen.size());
    String tag = origin(first);
    assertEquals(tag, seen.getLast().fields().getFirst("If-None-Match"));
    HttpResponse<byte[]> last = get("/a.css");
    assertEquals(Sha256.of(first.body()), Sha256.of(last.body()));
  }

  @Test
  void noStoreAndPrivateAreNeverStored() {
    for (String directive : List.of("no-store", "private")) {
      String path = "/" + directive + ".css";
      origin.put(path, css().with("Cache-Control", directive));
      for (int i = 1; i <= 3; i++) {
        HttpResponse<byte[]> response = get(path);
        assertFalse(CacheStatusOf.isHit(response), CacheStatusOf.text(response));
        assertEquals(i, origin.seen(path).size(), path);
      }
    }
  }

  @Test
  void ageGrowsAndDateStays() {
    origin.put("/a.css", css().with("Cache-Control", "max-age=600").with("Age", "100"));
    HttpResponse<byte[]> first = get("/a.css");
    Await.until(Duration.ofSeconds(10), () -> "an older hit", () -> age(get("/a.css")) > 101);
    HttpResponse<byte[]> later = get("/a.css");
    assertEquals(Client.field(first, "Date"), Client.field(later, "Date"));
  }

  @Test
  void whatNamesNoLifetimeIsGivenTheBrowserLifetimeFromItsAgeOn() {
    origin.put(
        "/a.css",
        css()
            .with("Expires", "Thu, 01 Jan 1970 00:00:00 GMT")
            .without("Expires")
            .with("Age", "50"));
    get("/a.css");
    HttpResponse<byte[]> hit = get("/a.css");
    long maxAge = number(MAX_AGE, Client.field(hit, "Cache-Control"));
    assertTrue(CacheStatusOf.isHit(hit), CacheStatusOf.text(hit));
    assertEquals(600, maxAge - age(hit), "ten minutes from now in the browser");
    assertTrue(age(hit) >= 50, "the age stays true");
  }

  @Test
  void explicitLifetimeIsPassedOnAsItIs() {
    origin.put("/a.css", css().with("Cache-Control", "public, max-age=77"));
    assertEquals("public, max-age=77", Client.field(get("/a.css"), "Cache-Control"));
  }

  @Test
  void configuredPatternMakesImmutable() throws IOException {
    origin.put("/hashed/app.0f3a.js", Page.of("text/javascript", "f()"));
    origin.put("/plain/app.js", Page.of("text/javascript", "g()"));
    Path file = Files.writeString(directory.resolve("larder.yaml"), configuration());
    try (RunningNode configured =
        NodePlan.configured(file, Files.createDirectory(directory.resolve("second"))).start()) {
      String base = configured.base(Way.HTTP);
      assertEquals(
          "public, max-age=31536000, immutable",
          Client.field(client.get(base + "/hashed/app.0f3a.js"), "Cache-Control"));
      assertFalse(
          Client.field(client.get(base + "/plain/app.js"), "Cache-Control").contains("immutable"));
    }
  }

  @Test
  void otherMethodsAreRefusedOnAnAssetSite() {
    origin.put("/a.css", css());
    HttpResponse<byte[]> refused = client.post(node.base(Way.HTTP) + "/a.css", "x");
    assertEquals(405, refused.statusCode());
    assertEquals("GET, HEAD, OPTIONS", Client.field(refused, "Allow"));
    assertEquals(List.of(), origin.seen("/a.css"));
  }

  @Test
  void optionsAnswersPreflight() {
    HttpResponse<byte[]> answer =
        client.send(
            "OPTIONS",
            node.base(Way.HTTP) + "/a.css",
            null,
            "Origin",
            "https://app.test",
            "Access-Control-Request-Method",
            "GET");
    assertEquals(2, answer.statusCode() / 100);
    assertEquals("*", Client.field(answer, "Access-Control-Allow-Origin"));
    assertTrue(Client.field(answer, "Access-Control-Allow-Methods").contains("GET"));
    assertEquals(List.of(), origin.seen());
  }

  @Test
  void faithfulSitePassesMethodsAndBodiesAndInvalidates() throws IOException {
    origin.put("/data", Page.of("text/plain", "one").with("Cache-Control", "max-age=600"));
    try (RunningNode faithful =
        NodePlan.before(origin.url(), Files.createDirectory(directory.resolve("second")))
            .with("--policy", "faithful")
            .start()) {
      String url = faithful.base(Way.HTTP) + "/data";
      client.get(url);
      assertTrue(CacheStatusOf.isHit(client.get(url)));
      HttpResponse<byte[]> posted = client.post(url, "two", "Content-Type", "text/plain");
      assertEquals(200, posted.statusCode());
      assertEquals("two", origin.seen("/data").getLast().body());
      assertFalse(CacheStatusOf.isHit(client.get(url)), "the POST has invalidated it");
    }
  }

  @Test
  void faithfulSiteInventsNothing() throws IOException {
    origin.put("/page", Page.of("text/html", "<p>".repeat(2000)).with("X-Own", "kept"));
    try (RunningNode faithful =
        NodePlan.before(origin.url(), Files.createDirectory(directory.resolve("second")))
            .with("--policy", "faithful")
            .start()) {
      HttpResponse<byte[]> answer =
          client.get(faithful.base(Way.HTTP) + "/page", "Accept-Encoding", "br, gzip");
      assertEquals("", Client.field(answer, "Cache-Control"));
      assertEquals("", Client.field(answer, "Content-Encoding"));
      assertEquals("", Client.field(answer, "Access-Control-Allow-Origin"));
      assertEquals("kept", Client.field(answer, "X-Own"));
    }
  }

  @Test
  void rangesAndConditionsAreAnsweredFromTheStore() {
    Page page = Page.random(100_000).with("Cache-Control", "max-age=600");
    origin.put("/r.bin", page);
    String tag = Client.field(get("/r.bin"), "ETag");
    HttpResponse<byte[]> part = get("/r.bin", "Range", "bytes=10-19", "If-Range", tag);
    assertEquals(206, part.statusCode());
    assertEquals("bytes 10-19/100000", Client.field(part, "Content-Range"));
    assertEquals(10, part.body().length);
    assertEquals(304, get("/r.bin", "If-None-Match", tag).statusCode());
    HttpResponse<byte[]> outside = get("/r.bin", "Range", "bytes=200000-");
    assertEquals(416, outside.statusCode());
    assertEquals("bytes */100000", Client.field(outside, "Content-Range"));
    assertEquals(0, client.head(node.base(Way.HTTP) + "/r.bin").body().length);
    assertEquals(1, origin.seen("/r.bin").size());
  }

  private HttpResponse<byte[]> get(String path, String... headers) {
    return client.get(node.base(Way.HTTP) + path, headers);
  }

  private void awaitForwarded(String path, String reason) {
    Await.until(
        Duration.ofSeconds(10),
        () -> path + " is forwarded for being " + reason,
        () -> CacheStatusOf.isForwardedFor(get(path), reason));
  }

  /** The ETag that the origin gave to what was answered. */
  private static String origin(HttpResponse<byte[]> response) {
    return '"' + Sha256.of(response.body()).substring(0, 16) + '"';
  }

  private String configuration() {
    return """
    sites:
      - name: assets
        hosts: ["127.0.0.1"]
        origin: %s
        fingerprinted: ["/hashed/**"]
    """
        .formatted(origin.url());
  }

  private static Page css() {
    return Page.of("text/css", "body { color: black }");
  }

  private static long age(HttpResponse<?> response) {
    return Long.parseLong(Client.field(response, "Age"));
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertTrue(matcher.find(), () -> "no number in: " + text);
    return Long.parseLong(matcher.group(1));
  }
}
