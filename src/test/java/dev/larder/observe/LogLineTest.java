package dev.larder.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.larder.cache.Outcome;
import dev.larder.exchange.Answer;
import dev.larder.exchange.ExchangeObserver.Finished;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.rules.ForwardReason;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class LogLineTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LogLine line = new LogLine();

  @Test
  void hitIsToldInFull() {
    Map<String, Object> expected = new TreeMap<>();
    expected.put("@timestamp", "2026-03-01T12:00:00.123456Z");
    expected.put("ecs.version", "9.0.0");
    expected.put("event.kind", "event");
    expected.put("event.dataset", "larder.access");
    expected.put("event.duration", 1_234_567);
    expected.put("event.outcome", "success");
    expected.put("client.ip", "192.0.2.7");
    expected.put("http.request.method", "GET");
    expected.put("http.request.referrer", "https://example.org/");
    expected.put("http.response.status_code", 200);
    expected.put("http.response.body.bytes", 42);
    expected.put("http.version", "1.1");
    expected.put("url.scheme", "https");
    expected.put("url.domain", "cdn.example.org");
    expected.put("url.port", 8443);
    expected.put("url.path", "/a/b.css");
    expected.put("url.query", "v=2");
    expected.put("user_agent.original", "curl/8.5.0");
    expected.put("larder.site", "shop");
    expected.put("larder.cache", "stale-hit");
    expected.put("larder.coding", "gzip");
    expected.put("larder.ttl", -5);
    expected.put("larder.immediate", true);
    expected.put("larder.complete", true);
    assertEquals(JSON.valueToTree(expected), of(Ended.of(Ended.request("/a/b.css"))));
  }

  @Test
  void whatWentToTheOriginSaysWhyAndWhatCameOfIt() {
    JsonNode told = of(Ended.forwarded("shop", ForwardReason.VARY_MISS, 9));
    assertEquals("vary-miss", told.get("larder.cache").asString());
    assertEquals(200, told.get("larder.origin.status").asInt());
    assertEquals("why it was so", told.get("larder.detail").asString());
    assertEquals("true", told.get("larder.stored").toString());
    assertEquals("false", told.get("larder.collapsed").toString());
    assertFalse(told.has("larder.ttl"));
  }

  @Test
  void whatWasNoRequestIsALineToo() {
    JsonNode told = of(Ended.nothing());
    assertEquals("refused", told.get("larder.cache").asString());
    assertEquals("failure", told.get("event.outcome").asString());
    for (String absent :
        new String[] {"url.path", "http.response.status_code", "larder.site", "client.ip"}) {
      assertFalse(told.has(absent), absent);
    }
  }

  @Test
  void failureIsAServerErrorOrABrokenAnswer() {
    Outcome local = new Outcome.Local("shop", null);
    assertEquals("failure", outcome(Ended.with(local, 503, 0, true)));
    assertEquals("failure", outcome(Ended.with(local, 200, 0, false)));
    assertEquals("success", outcome(Ended.with(Answer.Decision.NONE, 404, 0, true)));
  }

  @Test
  void portIsToldWhereThereIsOne() {
    Map<String, String> ports = new TreeMap<>();
    for (String authority :
        new String[] {
          "a", "a:", "a:80", "[::1]", "[::1]:81", "a:99999", "a:x", "", "a:8080808080"
        }) {
      JsonNode port = of(Ended.of(asked(authority))).path("url.port");
      ports.put(authority, port.isMissingNode() ? "" : port.toString());
    }
    assertEquals(
        Map.of(
            "a",
            "",
            "a:",
            "",
            "a:80",
            "80",
            "[::1]",
            "",
            "[::1]:81",
            "81",
            "a:99999",
            "",
            "a:x",
            "",
            "",
            "",
            "a:8080808080",
            ""),
        ports);
    assertEquals("[::1]", of(Ended.of(asked("[::1]:81"))).get("url.domain").asString());
  }

  @Test
  void noFieldIsToldThatIsNotDeclared() {
    TreeSet<String> told = new TreeSet<>();
    told.addAll(of(Ended.of(Ended.request("/"))).propertyNames());
    told.addAll(of(Ended.forwarded("shop", ForwardReason.MISS, 9)).propertyNames());
    TreeSet<String> declared = new TreeSet<>();
    for (LogField field : LogField.values()) {
      declared.add(field.text());
    }
    assertEquals(declared, told);
  }

  private String outcome(Finished exchange) {
    return of(exchange).get("event.outcome").asString();
  }

  private JsonNode of(Finished exchange) {
    return JSON.readTree(line.of(exchange));
  }

  private static Request asked(String authority) {
    return new Request("GET", "http", authority, "/", null, Fields.EMPTY, "HTTP/2", "2001:db8::1");
  }
}
