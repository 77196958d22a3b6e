package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4.2.4: a stale answer may stand in, and need not. */
class StaleAllowedTest extends Conversation {

  StaleAllowedTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§4.3.3 status {0}")
  @ValueSource(ints = {500, 502, 503, 504})
  void errorPassesWhereTheOriginAskedForNoStandIn(int status) {
    Page page = storedPage("Cache-Control: max-age=10");
    pass(15);
    page.answers(status);
    assertEquals(status, page.ask().status());
  }
}
