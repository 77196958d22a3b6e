package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4.2.4: when what is stale is never served. */
class StaleRequiredTest extends Conversation {

  StaleRequiredTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§4.2.4 {0}")
  @ValueSource(
      strings = {
        "max-age=10, must-revalidate",
        "max-age=10, proxy-revalidate",
        "max-age=10, no-cache",
        "s-maxage=10",
        "max-age=10, must-revalidate, stale-if-error=600",
        "max-age=10, proxy-revalidate, stale-if-error=600",
        "s-maxage=10, stale-if-error=600"
      })
  void prohibitionHoldsAlsoWhenTheOriginIsInTrouble(String directives) {
    Page page = storedPage("Cache-Control: " + directives, "ETag: \"1\"");
    pass(15);
    page.answers(503);
    assertEquals(503, page.ask().status());
    page.hangsUp();
    assertEquals(502, page.ask().status());
  }

  @ParameterizedTest(name = "§4.2.4 {0}")
  @ValueSource(
      strings = {
        "max-age=10, must-revalidate, stale-while-revalidate=600",
        "max-age=10, proxy-revalidate, stale-while-revalidate=600",
        "s-maxage=10, stale-while-revalidate=600",
        "no-cache, max-age=10, stale-while-revalidate=600"
      })
  void prohibitionHoldsAlsoWithinAWindow(String directives) {
    Page page = storedPage("Cache-Control: " + directives, "ETag: \"1\"");
    pass(15);
    assertEquals("turn 2", page.assertNotReused().text());
  }

  @ParameterizedTest(name = "§4.2.4 {0}")
  @ValueSource(strings = {"max-age=10", "public, max-age=10", "max-age=10, stale-if-error=600"})
  void neverUnaskedWhileTheOriginAnswers(String directives) {
    Page page = storedPage("Cache-Control: " + directives);
    pass(15);
    assertEquals("turn 2", page.assertNotReused().text());
  }

  /** RFC 5861 §4: an error is a 500, 502, 503 or 504. */
  @ParameterizedTest(name = "RFC 5861 §4 status {0}")
  @ValueSource(ints = {403, 404, 410})
  void refusalIsNoErrorToCoverUp(int status) {
    Page page = storedPage("Cache-Control: max-age=10, stale-if-error=600");
    pass(15);
    page.answers(status);
    assertEquals(status, page.ask().status());
  }

  /** §5.2.2.10: s-maxage implies proxy-revalidate. */
  @Test
  void clientCannotExcuseIt() {
    Page page = storedPage("Cache-Control: s-maxage=10");
    pass(15);
    page.assertNotReused("Cache-Control: max-stale");
  }
}
