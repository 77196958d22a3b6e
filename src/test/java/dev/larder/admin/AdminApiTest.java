package dev.larder.admin;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.cache.Explanation;
import dev.larder.cache.PurgeOrder;
import dev.larder.cache.PurgeResult;
import dev.larder.exchange.Answer;
import dev.larder.exchange.Content;
import dev.larder.exchange.RequestBody;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class AdminApiTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "open-sesame";
  private static final Fields ALLOWED = Fields.of("Authorization", "Bearer " + TOKEN);

  private final List<PurgeOrder> orders = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();
  private PurgeResult result = new PurgeResult.Purged(7, 3L);
  private final AdminApi api = new AdminApi(TOKEN, new Node());

  private final class Node implements AdminApi.Ports {
    @Override
    public Explain explain() {
      return (url, fields) ->
          url.startsWith("http://")
              ? new Explanation.Explained(
                  List.of(
                      new Explanation.Fact("key", url),
                      new Explanation.Fact("with", fields.combined("A") + ".")))
              : new Explanation.Refused("That is no URL.");
    }

    @Override
    public List<String> unreadiness() {
      return troubles;
    }

    @Override
    public String metrics() {
      return "# TYPE larder_requests_total counter\n";
    }

    @Override
    public NodeStats stats() {
      NodeStats.Traffic none = NodeStats.Traffic.of(0, 0, 0, 0);
      NodeStats.Traffic some = NodeStats.Traffic.of(4, 3, 100, 50);
      return new NodeStats(
          "1.2.3", Instant.EPOCH, 60, some, none, new NodeStats.Store(1, 2, 3, 4, 5, 6, 7, 8));
    }

    @Override
    public Purge purge() {
      return order -> {
        orders.add(order);
        return result;
      };
    }
  }

  @Test
  void healthIsAnsweredOnTheIoThreadWithoutAToken() {
    Answer answer = requireNonNull(api.answerNow(request("GET", "/healthz", Fields.EMPTY)));
    assertEquals(200, answer.head().status());
    assertEquals("ok\n", text(answer));
  }

  @Test
  void whatMayWaitIsLeftToAVirtualThread() {
    for (String path : List.of("/readyz", "/metrics", "/v1/stats")) {
      assertNull(api.answerNow(request("GET", path, ALLOWED)), path);
    }
    assertNull(api.answerNow(request("POST", "/v1/purge", ALLOWED)));
    assertEquals(List.of(), orders);
  }

  @Test
  void readinessSaysWhatIsWrong() {
    Answer ready = ask("GET", "/readyz", Fields.EMPTY);
    assertEquals(200, ready.head().status());
    assertEquals("{\"ready\":true,\"why\":[]}", json(ready).toString());
    troubles.add("The node is stopping.");
    Answer stopping = ask("GET", "/readyz", Fields.EMPTY);
    assertEquals(503, stopping.head().status());
    assertEquals(
        "{\"ready\":false,\"why\":[\"The node is stopping.\"]}", json(stopping).toString());
  }

  @Test
  void allElseNeedsTheRightToken() {
    for (String authorization :
        new String[] {
          "",
          "Bearer",
          "Bearer ",
          "Bearer open-sesam",
          "Bearer open-sesame2",
          "Basic open-sesame",
          TOKEN,
          "Bearer open-sesame, Bearer open-sesame"
        }) {
      Fields fields =
          authorization.isEmpty() ? Fields.EMPTY : Fields.of("Authorization", authorization);
      for (String path : List.of("/metrics", "/v1/stats", "/nothing", "/")) {
        Answer answer = requireNonNull(api.answerNow(request("GET", path, fields)), path);
        assertEquals(401, answer.head().status(), authorization);
        assertTrue(field(answer, "WWW-Authenticate").startsWith("Bearer "));
        assertEquals(401, ask("GET", path, fields).head().status(), authorization);
      }
      assertEquals(401, purge("{\"all\":true}", fields).head().status());
    }
    assertEquals(List.of(), orders);
  }

  @Test
  void twoCredentialsAreNoneEvenIfOneIsRight() {
    Fields two = Fields.of("Authorization", "Bearer " + TOKEN, "Authorization", "Bearer " + TOKEN);
    assertEquals(401, ask("GET", "/metrics", two).head().status());
  }

  @Test
  void schemeIsTakenInAnyCase() {
    Fields fields = Fields.of("authorization", "bearer  " + TOKEN + " ");
    assertEquals(200, ask("GET", "/metrics", fields).head().status());
  }

  @Test
  void emptyTokenOpensNothing() {
    assertThrows(IllegalArgumentException.class, () -> new AdminApi(" ", new Node()));
  }

  @Test
  void metricsAreOfPrometheusType() {
    Answer answer = ask("GET", "/metrics", ALLOWED);
    assertEquals("text/plain; version=0.0.4; charset=utf-8", field(answer, "Content-Type"));
    assertEquals("# TYPE larder_requests_total counter\n", text(answer));
  }

  @Test
  void statsAreTheFiguresAsJson() {
    JsonNode stats = json(ask("GET", "/v1/stats", ALLOWED));
    assertEquals("1.2.3", stats.get("version").asString());
    assertEquals("1970-01-01T00:00:00Z", stats.get("startedAt").asString());
    assertEquals(0.75, stats.at("/sinceStart/hitRatio").asDouble());
    assertEquals(0.5, stats.at("/sinceStart/byteHitRatio").asDouble());
    assertTrue(stats.at("/lastFiveMinutes/hitRatio").isNull());
    assertEquals(8, stats.at("/store/purgeEpoch").asLong());
  }

  @Test
  void headHasTheLengthAndNoContent() {
    for (String path : List.of("/healthz", "/readyz", "/metrics", "/v1/stats", "/nothing")) {
      Answer get = ask("GET", path, ALLOWED);
      Answer head = ask("HEAD", path, ALLOWED);
      assertEquals(get.head().status(), head.head().status());
      assertEquals(0, head.content().length());
      assertEquals(Long.toString(get.content().length()), field(head, "Content-Length"), path);
    }
    Answer now = requireNonNull(api.answerNow(request("HEAD", "/healthz", Fields.EMPTY)));
    assertEquals("3", field(now, "Content-Length"));
  }

  @Test
  void otherPathsAndMethodsAreRefusedWithASentence() {
    assertEquals(404, ask("GET", "/v1/purge/", ALLOWED).head().status());
    Answer get = ask("GET", "/v1/purge", ALLOWED);
    assertEquals(405, get.head().status());
    assertEquals("POST", field(get, "Allow"));
    Answer post = ask("POST", "/healthz", Fields.EMPTY);
    assertEquals(405, post.head().status());
    assertEquals("GET, HEAD", field(post, "Allow"));
    for (Answer answer : List.of(get, post, ask("GET", "/", ALLOWED))) {
      assertTrue(json(answer).get("error").asString().endsWith("."));
    }
  }

  @Test
  void nothingMayBeStored() {
    for (Answer answer :
        List.of(
            ask("GET", "/healthz", Fields.EMPTY),
            ask("GET", "/readyz", Fields.EMPTY),
            ask("GET", "/metrics", ALLOWED),
            ask("GET", "/metrics", Fields.EMPTY),
            ask("GET", "/", ALLOWED),
            purge("{\"all\":true}", ALLOWED))) {
      assertEquals("no-store", field(answer, "Cache-Control"));
    }
  }

  @Test
  void purgeIsCarriedOutAndItsEpochTold() {
    Answer answer = purge("{\"urls\":[\"http://a/b?c\"],\"mode\":\"expire\"}", ALLOWED);
    assertEquals(200, answer.head().status());
    assertEquals("{\"epoch\":7,\"objects\":3}", json(answer).toString());
    assertEquals(List.of(new PurgeOrder(List.of("http://a/b?c"), List.of(), false, true)), orders);
  }

  @Test
  void unknownNumberOfObjectsIsNull() {
    result = new PurgeResult.Purged(8, null);
    assertEquals(
        "{\"epoch\":8,\"objects\":null}", json(purge("{\"all\":true}", ALLOWED)).toString());
  }

  @Test
  void purgeThatDoesNotComeOffSaysWhy() {
    result = new PurgeResult.Refused("No site has this host.");
    Answer refused = purge("{\"all\":true}", ALLOWED);
    assertEquals(400, refused.head().status());
    assertEquals("No site has this host.", json(refused).get("error").asString());
    result = new PurgeResult.Failed("The disk is full.");
    Answer failed = purge("{\"all\":true}", ALLOWED);
    assertEquals(500, failed.head().status());
    assertEquals("The disk is full.", json(failed).get("error").asString());
  }

  @Test
  void purgeThatIsNotUnderstoodPurgesNothing() {
    Answer answer = purge("{\"al\":true}", ALLOWED);
    assertEquals(400, answer.head().status());
    assertTrue(json(answer).get("error").asString().contains("\"al\""));
    assertEquals(List.of(), orders);
  }

  @Test
  void contentTypeIsJsonOrWhatCurlSaysOfAll() {
    for (String type :
        List.of(
            "application/json",
            "Application/JSON; charset=utf-8",
            "application/x-www-form-urlencoded")) {
      assertEquals(200, purge("{\"all\":true}", typed(type)).head().status(), type);
    }
    orders.clear();
    for (String type : List.of("text/plain", "application/jsonp", "application/json, text/a", "")) {
      Answer answer = purge("{\"all\":true}", typed(type));
      assertEquals(415, answer.head().status(), type);
      assertNotNull(json(answer).get("error"));
    }
    assertEquals(List.of(), orders);
  }

  @Test
  void contentOfAMebibyteIsTakenAndNoMore() {
    String order = "{\"all\":true}";
    String largest = order + " ".repeat((1 << 20) - order.length());
    assertEquals(200, purge(largest, ALLOWED).head().status());
    orders.clear();
    assertEquals(413, purge(largest + " ", ALLOWED).head().status());
    assertEquals(List.of(), orders);
  }

  @Test
  void contentThatBreaksOffPurgesNothing() {
    RequestBody broken =
        new RequestBody() {
          @Override
          public long length() {
            return -1;
          }

          @Override
          public int read(ByteBuffer into) throws IOException {
            throw new IOException("the client vanished");
          }
        };
    Answer answer = api.answer(request("POST", "/v1/purge", ALLOWED), broken);
    assertEquals(400, answer.head().status());
    assertEquals(List.of(), orders);
  }

  private static Fields typed(String contentType) {
    return ALLOWED.toBuilder().add("Content-Type", contentType).build();
  }

  @Test
  void explanationComesAsJsonOrAsLines() {
    assertEquals(
        "{\"key\":\"http://h/a\",\"with\":\"b.\"}",
        json(explain("url=http://h/a&header=A:b", ALLOWED)).toString());
    Fields lines = ALLOWED.toBuilder().add("Accept", "text/plain").build();
    assertEquals(
        "key                     http://h/a\nwith                    b.\n",
        text(explain("url=http://h/a&header=A:b", lines)));
    assertEquals(400, explain("url=a", ALLOWED).head().status());
    assertEquals(400, explain("", ALLOWED).head().status());
    assertEquals(401, explain("url=http://h/a", Fields.EMPTY).head().status());
  }

  private Answer explain(String query, Fields fields) {
    return api.answer(
        new Request("GET", "http", "a", "/v1/explain", query, fields, "HTTP/1.1", "127.0.0.1"),
        RequestBody.NONE);
  }

  private Answer ask(String method, String path, Fields fields) {
    return api.answer(request(method, path, fields), RequestBody.NONE);
  }

  private Answer purge(String json, Fields fields) {
    return api.answer(request("POST", "/v1/purge", fields), body(json));
  }

  private static Request request(String method, String path, Fields fields) {
    return new Request(
        method, "http", "127.0.0.1:8081", path, null, fields, "HTTP/1.1", "127.0.0.1");
  }

  /** Comes in pieces, as from a network. */
  private static RequestBody body(String text) {
    ByteBuffer rest = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    return new RequestBody() {
      @Override
      public long length() {
        return -1;
      }

      @Override
      public int read(ByteBuffer into) {
        if (!rest.hasRemaining()) {
          return -1;
        }
        int piece = Math.min(Math.min(5000, rest.remaining()), into.remaining());
        into.put(rest.slice(rest.position(), piece));
        rest.position(rest.position() + piece);
        return piece;
      }
    };
  }

  private static String field(Answer answer, String name) {
    @Nullable String value = answer.head().fields().first(name);
    return requireNonNull(value, name);
  }

  private static JsonNode json(Answer answer) {
    assertEquals("application/json", field(answer, "Content-Type"));
    return JSON.readTree(text(answer));
  }

  private static String text(Answer answer) {
    if (answer.content() instanceof Content.Stored stored && stored.memory() != null) {
      return StandardCharsets.UTF_8.decode(stored.memory().duplicate()).toString();
    }
    throw new AssertionError("no content in memory: " + answer);
  }
}
