package dev.larder.cache;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4.4: what changed nothing ends nothing. */
class InvalidationRecommendedTest extends Conversation {
  private static final String CONTROL = "Cache-Control: max-age=60";

  InvalidationRecommendedTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§4.4 status {0}")
  @ValueSource(ints = {400, 403, 409, 500, 503})
  void failureEndsNothing(int status) {
    Page page = storedPage(CONTROL);
    page.answers(status).send("POST");
    page.assertReused();
  }

  @ParameterizedTest(name = "§4.4 {0}")
  @ValueSource(strings = {"OPTIONS", "HEAD"})
  void safeMethodEndsNothing(String method) {
    Page page = storedPage(CONTROL);
    page.send(method);
    page.assertReused();
  }
}
