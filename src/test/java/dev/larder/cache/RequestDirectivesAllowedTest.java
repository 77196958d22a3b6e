package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §5.2.1: advice of clients, which a faithful site takes. */
class RequestDirectivesAllowedTest extends Conversation {

  RequestDirectivesAllowedTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§5.2.1 {0}")
  @ValueSource(
      strings = {"no-cache", "max-age=0", "max-age=29", "max-age=x", "min-fresh=31", "No-Cache"})
  void freshIsNotFreshEnough(String directives) {
    Page page = storedPage("Cache-Control: max-age=60", "ETag: \"1\"");
    pass(30);
    page.assertValidated("Cache-Control: " + directives);
  }

  @ParameterizedTest(name = "§5.2.1 {0}")
  @ValueSource(strings = {"max-age=31", "min-fresh=30", "max-stale=0", "x-unknown", "no-store"})
  void freshIsFreshEnough(String directives) {
    Page page = storedPage("Cache-Control: max-age=60");
    pass(30);
    page.assertReused("Cache-Control: " + directives);
  }

  @ParameterizedTest(name = "§5.2.1.2 {0}")
  @ValueSource(strings = {"max-stale", "max-stale=30", "max-stale=600, max-age=600"})
  void staleWillDo(String directives) {
    Page page = storedPage("Cache-Control: max-age=60");
    pass(90);
    page.assertReused("Cache-Control: " + directives);
  }

  @ParameterizedTest(name = "§5.2.1.2 {0}")
  @ValueSource(strings = {"max-stale=29", "max-stale=x", "max-stale=600, max-age=60"})
  void staleIsTooStale(String directives) {
    Page page = storedPage("Cache-Control: max-age=60");
    pass(90);
    page.assertNotReused("Cache-Control: " + directives);
  }

  /** §5.2.1.4: what is fetched because one client insisted serves all. */
  @Test
  void whatOneInsistedOnServesAll() {
    Page page = storedPage("Cache-Control: max-age=60");
    page.assertNotReused("Cache-Control: no-cache");
    assertEquals("turn 2", page.assertReused().text());
  }
}
