package dev.larder.cache;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4.2.1: invalid freshness information is taken for the worst. */
class GrammarRecommendedTest extends Conversation {

  GrammarRecommendedTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§4.2.1 {0}")
  @ValueSource(
      strings = {
        "max-age='6000'",
        "max-age =6000",
        "max-age= 6000",
        "max-age=6000.5",
        "max-age=6000s",
        "max-age=6000;x",
        "max-age=1e3",
        "max-age=0x3c",
        "max-age=+6000",
        "max-age=",
        "max-age",
        "max-age=\"\"",
        "s-maxage=x, max-age=6000"
      })
  void invalidLifetimeIsNone(String directives) {
    storedPage("Cache-Control: " + directives).assertNotReused();
  }

  @ParameterizedTest(name = "§4.2.1 {0}")
  @ValueSource(
      strings = {"max-age=1, max-age=6000", "max-age=6000, max-age=1", "max-age=6000, max-age=x"})
  void ofConflictingLifetimesTheShorterCounts(String directives) {
    Page page = storedPage("Cache-Control: " + directives);
    pass(2);
    page.assertNotReused();
  }

  @ParameterizedTest(name = "RFC 9110 §5.6.1 {0}")
  @ValueSource(strings = {"public ,\tmax-age=60", ",,max-age=60,", "max-age=60, max-age=60"})
  void spacesAndEmptyMembersDoNoHarm(String directives) {
    Page page = storedPage("Cache-Control: " + directives);
    pass(30);
    page.assertReused();
  }
}
