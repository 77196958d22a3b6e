package dev.larder.cache;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4.4: pages of the same origin that the answer names. */
class InvalidationAllowedTest extends Conversation {
  private static final String CONTROL = "Cache-Control: max-age=60";

  InvalidationAllowedTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§4.4 {0}")
  @ValueSource(strings = {"Location", "Content-Location"})
  void namedPageEndsToo(String field) {
    Page byPath = storedPage(CONTROL);
    page(field + ": " + byPath.path()).send("POST");
    byPath.assertNotReused();
    Page byUrl = storedPage(CONTROL);
    page(field + ": " + byUrl.url()).send("POST");
    byUrl.assertNotReused();
  }

  @ParameterizedTest(name = "§4.4 {0}")
  @ValueSource(strings = {"Location", "Content-Location"})
  void pageNamedByAFailureStays(String field) {
    Page other = storedPage(CONTROL);
    page().answers(500, field + ": " + other.path()).send("POST");
    other.assertReused();
  }
}
