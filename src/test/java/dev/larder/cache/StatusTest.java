package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 9111 §3: any final status may be stored where its lifetime is named. Reuse is recommended,
 * its end required.
 */
class StatusTest extends Conversation {

  StatusTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§3 status {0}")
  @ValueSource(
      ints = {
        200, 201, 203, 204, 299, 301, 302, 303, 307, 308, 400, 403, 404, 410, 451, 499, 500, 503,
        599
      })
  void reusedForItsLifetimeAndNoLonger(int status) {
    Page page = storedPage(status, "Cache-Control: max-age=60", "Location: /elsewhere");
    pass(59);
    Got got = page.assertReused();
    assertEquals(status, got.status());
    assertEquals("/elsewhere", got.field("Location"));
    pass(1);
    page.assertNotReused();
  }
}
