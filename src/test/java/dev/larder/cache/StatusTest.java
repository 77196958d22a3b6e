package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
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

  /** RFC 9110 §15.2: what comes before the final answer is no answer. */
  @ParameterizedTest(name = "RFC 9110 §15.2 status {0}")
  @ValueSource(ints = {100, 102, 103, 199})
  void informationIsNotStored(int status) {
    Page page = page();
    page.does((request, wire) -> {
      wire.send(("HTTP/1.1 " + status + " x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      wire.reply(request, 200, "final", "Cache-Control", "max-age=60");
    });
    assertEquals("final", page.ask().text());
    assertEquals("final", page.assertReused().text());
  }
}
