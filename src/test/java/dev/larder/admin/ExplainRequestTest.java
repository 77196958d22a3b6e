package dev.larder.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.Fields;
import dev.larder.http.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainRequestTest {

  private static ExplainRequest parse(@Nullable String query) {
    return ExplainRequest.parse(
        new Request(
            "GET", "http", "a", "/v1/explain", query, Fields.EMPTY, "HTTP/1.1", "127.0.0.1"));
  }

  @Test
  void urlAndFieldsAreUnescaped() {
    assertEquals(
        new ExplainRequest.Understood(
            "http://h/a?b=1&c", Fields.of("Accept-Encoding", "br, gzip", "A", "b")),
        parse(
            "url=http%3A%2F%2Fh%2Fa%3Fb%3D1%26c&header=Accept-Encoding:+br%2C+gzip&header=A%3Ab"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "none, Name a URL",
        "'', cannot be read",
        "url, cannot be read",
        "url=%zz, cannot be read",
        "header=A%3Ab, Name a URL",
        "url=http%3A%2F%2Fh&header=Ab, A header is written",
        "url=http%3A%2F%2Fh&header=%3Ab, A header is written",
        "uri=http%3A%2F%2Fh, is not known here"
      })
  void anythingElseGetsASentence(@Nullable String query, String sentence) {
    ExplainRequest.Wrong wrong = assertInstanceOf(ExplainRequest.Wrong.class, parse(query));
    assertTrue(wrong.sentence().contains(sentence), wrong.sentence());
  }
}
