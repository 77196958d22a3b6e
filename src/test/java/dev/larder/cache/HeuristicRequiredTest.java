package dev.larder.cache;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4.2.2: where no lifetime may be guessed. */
class HeuristicRequiredTest extends Conversation {

  HeuristicRequiredTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§4.2.2 status {0}")
  @ValueSource(ints = {201, 202, 299, 302, 403, 502, 503, 504, 599})
  void neverForAStatusThatIsNotHeuristicallyCacheable(int status) {
    storedPage(status, "Last-Modified: " + date(-864_000)).assertNotReused();
  }

  @Test
  void neverWhereTheOriginNamedALifetime() {
    String modified = "Last-Modified: " + date(-864_000);
    storedPage(modified, "Cache-Control: max-age=0").assertNotReused();
    storedPage(modified, "Cache-Control: public, max-age=0").assertNotReused();
    storedPage(modified, "Expires: " + date(0)).assertNotReused();
    storedPage(modified, "Expires: 0").assertNotReused();
  }
}
