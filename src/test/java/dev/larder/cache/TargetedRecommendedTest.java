package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9213 §2.1: values of the wrong type; and what further caches are told. */
class TargetedRecommendedTest extends Conversation {

  TargetedRecommendedTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§2.1 {0}")
  @ValueSource(
      strings = {"max-age=\"6000\"", "max-age=6000.5", "max-age=abc", "max-age", "max-age=?1"})
  void valueOfTheWrongTypeIsNotUsed(String targeted) {
    Page page = storedPage("CDN-Cache-Control: " + targeted, "Cache-Control: max-age=10");
    pass(9);
    page.assertReused();
    pass(1);
    page.assertNotReused();
  }

  /** §3.1: there may be another such cache before the client. */
  @Test
  void passedOnDownstream() {
    Page page = page("CDN-Cache-Control: max-age=60", "Cache-Control: max-age=10");
    for (Got got : new Got[] {page.ask(), page.assertReused()}) {
      assertEquals("max-age=60", got.field("CDN-Cache-Control"));
      assertEquals("max-age=10", got.field("Cache-Control"));
    }
  }
}
