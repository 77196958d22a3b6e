package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The operator's API and the {@code purge} command that speaks to it, to the letter. */
class AdminIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private final Client client = Client.plain();
  private final CountingOrigin origin = CountingOrigin.start();
  private RunningNode node;

  @BeforeEach
  void start() {
    for (String path : List.of("/a.css", "/dir/b.css", "/dir/b.css?v=2", "/c.css")) {
      origin.put(path, Page.of("text/css", path).with("Cache-Control", "max-age=600"));
    }
    node = NodePlan.before(origin.url(), directory).start();
    fill();
  }

  @AfterEach
  void stop() {
    node.close();
    client.close();
    origin.close();
  }

  @Test
  void healthNeedsNoToken() {
    assertEquals(200, client.get(node.admin() + "/healthz").statusCode());
    assertEquals(200, client.get(node.admin() + "/readyz").statusCode());
  }

  @Test
  void allElseNeedsTheToken() {
    for (String path : List.of("/metrics", "/v1/stats")) {
      assertEquals(401, client.get(node.admin() + path).statusCode(), path);
      assertEquals(
          401, client.get(node.admin() + path, "Authorization", "Bearer wrong").statusCode());
      assertEquals(200, get(path).statusCode(), path);
    }
    assertEquals(401, client.post(node.admin() + "/v1/purge", "{\"all\":true}").statusCode());
    assertEquals(List.of("/a.css", "/dir/b.css", "/dir/b.css?v=2", "/c.css"), hits());
  }

  @Test
  void tokenOfAFileIsTheToken() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "a-token-of-our-own\n");
    Path second = Files.createDirectory(directory.resolve("second"));
    NodePlan plan = NodePlan.before(origin.url(), second).with("--token-file", token.toString());
    try (RunningNode own = plan.start()) {
      String stats = own.admin() + "/v1/stats";
      assertEquals(
          200, client.get(stats, "Authorization", "Bearer a-token-of-our-own").statusCode());
      assertEquals(401, client.get(stats).statusCode());
      assertFalse(Files.exists(plan.store().resolve("admin.token")));
    }
  }

  @Test
  void metricsAreInPrometheusFormat() {
    HttpResponse<byte[]> metrics = get("/metrics");
    assertTrue(Client.field(metrics, "Content-Type").startsWith("text/plain"));
    String text = text(metrics);
    assertTrue(text.contains("# TYPE larder_"), text);
    assertTrue(text.contains("jvm_memory"), text);
  }

  @Test
  void statsAreJson() {
    HttpResponse<byte[]> stats = get("/v1/stats");
    assertTrue(Client.field(stats, "Content-Type").startsWith("application/json"));
    assertTrue(JSON.readTree(stats.body()).isObject(), text(stats));
  }

  @Test
  void purgeOfAUrlRemovesThatUrlOnly() {
    JsonNode answer = purge("{\"urls\":[\"http://any.test/a.css\"]}");
    assertTrue(answer.get("epoch").asLong() > 0, answer::toString);
    assertTrue(answer.has("objects"), answer::toString);
    assertEquals(List.of("/dir/b.css", "/dir/b.css?v=2", "/c.css"), hits());
  }

  @Test
  void purgeOfAPrefixTakesAllQueries() {
    purge("{\"prefixes\":[\"http://any.test/dir/\"]}");
    assertEquals(List.of("/a.css", "/c.css"), hits());
  }

  @Test
  void prefixComparesAtAnyByte() {
    purge("{\"prefixes\":[\"http://any.test/di\"]}");
    assertEquals(List.of("/a.css", "/c.css"), hits());
  }

  @Test
  void purgeOfAllLeavesNothing() {
    purge("{\"all\":true}");
    assertEquals(List.of(), hits());
  }

  @Test
  void expireKeepsTheBytesForValidation() {
    origin.forget();
    purge("{\"urls\":[\"http://any.test/a.css\"],\"mode\":\"expire\"}");
    HttpResponse<byte[]> answer = client.get(node.base(Way.HTTP) + "/a.css");
    assertEquals("/a.css", text(answer));
    assertTrue(
        origin.seen("/a.css").getFirst().fields().containsKey("If-None-Match"),
        "it is validated, not fetched");
  }

  @Test
  void purgeSurvivesKill() {
    purge("{\"all\":true}");
    node.kill();
    node = node.again();
    assertEquals(List.of(), hits());
  }

  @Test
  void purgeIsRefusedWithASentenceWhenItIsNotUnderstood() {
    for (String body :
        List.of(
            "{}",
            "{\"all\":false}",
            "{\"urls\":[]}",
            "{\"url\":\"http://any.test/a.css\"}",
            "{\"all\":true,\"mode\":\"burn\"}",
            "{\"urls\":[\"no url\"]}",
            "[]",
            "all")) {
      HttpResponse<byte[]> refused = post(body);
      assertEquals(400, refused.statusCode(), body);
      assertTrue(text(refused).length() > 10, body);
    }
    assertEquals(List.of("/a.css", "/dir/b.css", "/dir/b.css?v=2", "/c.css"), hits());
  }

  @Test
  void purgeCommandPurges() {
    String admin = "127.0.0.1:" + node.plan().adminPort();
    String token = node.store().resolve("admin.token").toString();
    Programs.Ended ended =
        Programs.larder(
            "purge",
            "--url",
            "http://any.test/a.css",
            "--prefix",
            "http://any.test/dir/",
            "--admin",
            admin,
            "--token-file",
            token);
    assertEquals(0, ended.status(), ended::said);
    assertEquals(List.of("/c.css"), hits());

    Programs.Ended all = Programs.larder("purge", "--all", "--admin", admin, "--token-file", token);
    assertEquals(0, all.status(), all::said);
    assertEquals(List.of(), hits());
  }

  @Test
  void purgeCommandSaysWhenItCannot() {
    String admin = "127.0.0.1:" + node.plan().adminPort();
    Programs.Ended nothing = Programs.larder("purge", "--admin", admin);
    assertTrue(nothing.status() != 0, nothing::said);
    String token = node.store().resolve("admin.token").toString();
    Programs.Ended nobody =
        Programs.larder(
            "purge", "--all", "--admin", "127.0.0.1:" + FreePort.next(), "--token-file", token);
    assertTrue(nobody.status() != 0, nobody::said);
    assertFalse(nobody.said().contains("\tat "), nobody::said);
  }

  private void fill() {
    for (String path : List.of("/a.css", "/dir/b.css", "/dir/b.css?v=2", "/c.css")) {
      assertEquals(200, client.get(node.base(Way.HTTP) + path).statusCode());
    }
  }

  /** Which paths are answered without the origin; asking stores the others anew. */
  private List<String> hits() {
    List<String> hits = new ArrayList<>();
    for (String path : List.of("/a.css", "/dir/b.css", "/dir/b.css?v=2", "/c.css")) {
      if (CacheStatusOf.isHit(client.get(node.base(Way.HTTP) + path))) {
        hits.add(path);
      }
    }
    return hits;
  }

  private HttpResponse<byte[]> get(String path) {
    return client.get(node.admin() + path, "Authorization", "Bearer " + node.token());
  }

  private HttpResponse<byte[]> post(String body) {
    return client.post(
        node.admin() + "/v1/purge",
        body,
        "Authorization",
        "Bearer " + node.token(),
        "Content-Type",
        "application/json");
  }

  private JsonNode purge(String body) {
    HttpResponse<byte[]> answer = post(body);
    assertEquals(200, answer.statusCode(), () -> text(answer));
    return JSON.readTree(answer.body());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
