package dev.larder.cache;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4.2.2: a tenth of the time since it was modified. */
class HeuristicAllowedTest extends Conversation {

  HeuristicAllowedTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "RFC 9110 §15.1 status {0}")
  @ValueSource(ints = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})
  void guessedForAStatusThatIsHeuristicallyCacheable(int status) {
    Page page = storedPage(status, "Last-Modified: " + date(-864_000));
    pass(80_000);
    page.assertReused();
    pass(6_400);
    page.assertNotReused();
  }

  @ParameterizedTest(name = "§5.2.2.9 status {0}")
  @ValueSource(ints = {201, 403, 599})
  void guessedWherePublicSaysSo(int status) {
    Page page = storedPage(status, "Cache-Control: public", "Last-Modified: " + date(-864_000));
    pass(80_000);
    page.assertReused();
  }

  @Test
  void aTenthOfTheAgeAndNoMore() {
    Page page = storedPage("Last-Modified: " + date(-100));
    pass(9);
    page.assertReused();
    pass(1);
    page.assertValidated();
  }

  @Test
  void neverFromADateOfTheFutureOrNoDate() {
    storedPage("Last-Modified: " + date(864_000)).assertNotReused();
    storedPage("Last-Modified: long ago").assertNotReused();
  }
}
