package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4.2: what is fresh spares the origin a request. */
class FreshnessRecommendedTest extends Conversation {

  FreshnessRecommendedTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§4.2.1 {0}")
  @ValueSource(
      strings = {
        "max-age=60",
        "MAX-AGE=60",
        "s-maxage=60, max-age=1",
        "S-MaxAge=60, max-age=1",
        "max-age=60, x-unknown",
        "x-unknown=\"a, b\", max-age=60"
      })
  void reusedWhileFresh(String directives) {
    Page page = storedPage("Cache-Control: " + directives, "Expires: " + date(-60));
    pass(59);
    assertEquals("turn 1", page.assertReused().text());
  }

  @ParameterizedTest(name = "§1.2.2 {0} seconds")
  @ValueSource(
      strings = {"2147483647", "2147483648", "4294967296", "9223372036854775808", "99999999999999"})
  void numbersBeyondAllMeasureAreVeryLong(String seconds) {
    Page page = storedPage("Cache-Control: max-age=" + seconds);
    pass(86_400L * 365);
    page.assertReused();
  }

  @ParameterizedTest(name = "§4.2.1 Expires after {0} s, asked after {1} s")
  @CsvSource({"60, 0", "60, 59", "864000, 86400"})
  void expiresCountsFromDate(long lifetime, long seconds) {
    Page page = storedPage("Expires: " + date(lifetime));
    pass(seconds);
    page.assertReused();
  }

  /** §4.2.2: there is nothing that a lifetime could be guessed from. */
  @Test
  void withoutLifetimeAndValidatorItIsNotReused() {
    storedPage("Content-Type: text/plain").assertFetched();
  }

  @Test
  void headIsAnsweredByWhatAGetBrought() {
    Page page = storedPage("Cache-Control: max-age=60");
    Got head = page.send("HEAD").assertHit();
    assertEquals("", head.text());
    assertEquals("6", head.field("Content-Length"));
    assertEquals(1, page.asked());
  }
}
