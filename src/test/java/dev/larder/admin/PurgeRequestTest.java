package dev.larder.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.cache.PurgeOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.ObjectMapper;

class PurgeRequestTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is wrong, and a word of the sentence that says so. */
  @TestFactory
  Stream<DynamicTest> whatIsNotUnderstoodGetsASentence() {
    return Stream.of(
            List.of("", "object"),
            List.of("   ", "object"),
            List.of("null", "object"),
            List.of("[]", "object"),
            List.of("\"all\"", "object"),
            List.of("all", "not JSON"),
            List.of("{\"all\":true", "not JSON"),
            List.of("{'all':true}", "not JSON"),
            List.of("{\"all\":true,}", "not JSON"),
            List.of("{\"all\":true} x", "not JSON"),
            List.of("{\"all\":true}{\"all\":true}", "follows"),
            List.of("{\"all\":true,\"all\":false}", "Duplicate"),
            List.of("[".repeat(5000), "not JSON"),
            List.of("{}", "Nothing"),
            List.of("{\"all\":false}", "Nothing"),
            List.of("{\"urls\":[],\"prefixes\":[]}", "Nothing"),
            List.of("{\"mode\":\"expire\"}", "Nothing"),
            List.of("{\"url\":\"http://a/b\"}", "\"url\""),
            List.of("{\"All\":true}", "\"All\""),
            List.of("{\"all\":true,\"dry-run\":true}", "\"dry-run\""),
            List.of("{\"all\":null}", "\"all\""),
            List.of("{\"all\":1}", "\"all\""),
            List.of("{\"all\":\"true\"}", "\"all\""),
            List.of("{\"all\":true,\"mode\":null}", "\"mode\""),
            List.of("{\"all\":true,\"mode\":\"Remove\"}", "\"mode\""),
            List.of("{\"all\":true,\"mode\":[\"remove\"]}", "\"mode\""),
            List.of("{\"urls\":null,\"all\":true}", "\"urls\""),
            List.of("{\"urls\":\"http://a/b\"}", "\"urls\""),
            List.of("{\"urls\":[null]}", "\"urls\""),
            List.of("{\"urls\":[1]}", "\"urls\""),
            List.of("{\"prefixes\":{\"0\":\"http://a/\"}}", "\"prefixes\""),
            List.of("{\"prefixes\":[[\"http://a/\"]]}", "\"prefixes\""))
        .map(wrong ->
            DynamicTest.dynamicTest(
                wrong.getFirst().length() > 60 ? "deep nesting" : "<" + wrong.getFirst() + ">",
                () -> assertWrong(wrong.getFirst(), wrong.getLast())));
  }

  private static void assertWrong(String text, String word) {
    PurgeRequest.Wrong wrong = assertInstanceOf(PurgeRequest.Wrong.class, parse(text));
    assertTrue(wrong.sentence().contains(word), wrong.sentence());
    assertTrue(wrong.sentence().endsWith("."), wrong.sentence());
    assertTrue(wrong.sentence().indexOf('\n') < 0, wrong.sentence());
    assertTrue(!wrong.sentence().contains("tools.jackson"), wrong.sentence());
  }

  @Test
  void modeIsRemoveWhenAbsent() {
    assertEquals(order(List.of(), List.of(), true, false), parse("{\"all\":true}"));
    assertEquals(
        order(List.of(), List.of(), true, false), parse("{\"all\":true,\"mode\":\"remove\"}"));
    assertEquals(
        order(List.of(), List.of(), true, true), parse("{\"all\":true,\"mode\":\"expire\"}"));
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    byte[] latin = "{\"urls\":[\"http://a/\u00e9\"]}".getBytes(StandardCharsets.ISO_8859_1);
    assertInstanceOf(PurgeRequest.Wrong.class, PurgeRequest.parse(latin));
  }

  @Provide
  Arbitrary<PurgeOrder> orders() {
    Arbitrary<List<String>> texts = Arbitraries.strings().ofMaxLength(20).list().ofMaxSize(4);
    return Combinators.combine(
            texts, texts, Arbitraries.of(true, false), Arbitraries.of(true, false))
        .as(PurgeOrder::new);
  }

  @Property(tries = 500)
  void everyOrderIsReadAsItWasWritten(@ForAll("orders") PurgeOrder order) {
    Assume.that(order.all() || !order.urls().isEmpty() || !order.prefixes().isEmpty());
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("mode", order.expire() ? "expire" : "remove");
    tree.put("prefixes", order.prefixes());
    tree.put("urls", order.urls());
    tree.put("all", order.all());
    assertEquals(new PurgeRequest.Understood(order), parse(JSON.writeValueAsString(tree)));
  }

  /** Whatever is sent, the answer is an order or a sentence, never an exception. */
  @Property(tries = 1000)
  void noTextIsTooStrange(@ForAll("nearlyJson") String text) {
    switch (parse(text)) {
      case PurgeRequest.Understood understood -> {
        PurgeOrder order = understood.order();
        assertTrue(order.all() || !order.urls().isEmpty() || !order.prefixes().isEmpty());
      }
      case PurgeRequest.Wrong wrong -> assertTrue(wrong.sentence().endsWith("."));
    }
  }

  @Provide
  Arbitrary<String> nearlyJson() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\"all\"",
            "\"urls\"",
            "\"mode\"",
            "true",
            "false",
            "null",
            "\"expire\"",
            "1",
            "\\",
            "\\u",
            "d800",
            " ",
            "\n",
            "\u0000",
            "\ufeff",
            "\ud800")
        .list()
        .ofMaxSize(12)
        .map(pieces -> String.join("", pieces));
  }

  private static PurgeRequest order(
      List<String> urls, List<String> prefixes, boolean all, boolean expire) {
    return new PurgeRequest.Understood(new PurgeOrder(urls, prefixes, all, expire));
  }

  private static PurgeRequest parse(String text) {
    return PurgeRequest.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
