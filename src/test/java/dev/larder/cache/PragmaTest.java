package dev.larder.cache;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §5.4: a field of old that Cache-Control overrules. */
class PragmaTest extends Conversation {

  PragmaTest() {
    super(Policy.FAITHFUL);
  }

  @Test
  void responseMeansNothingByIt() {
    storedPage("Cache-Control: max-age=60", "Pragma: no-cache").assertReused();
    storedPage("Expires: " + date(60), "Pragma: no-cache").assertReused();
  }

  @ParameterizedTest(name = "§5.4 {0}")
  @ValueSource(strings = {"max-age=600", "max-stale", "x-unknown"})
  void requestMeansNothingByItBesideCacheControl(String directives) {
    storedPage("Cache-Control: max-age=60")
        .assertReused("Pragma: no-cache", "Cache-Control: " + directives);
  }

  /** Allowed. */
  @Test
  void aloneInARequestItIsObeyed() {
    storedPage("Cache-Control: max-age=60").assertNotReused("Pragma: no-cache");
  }
}
