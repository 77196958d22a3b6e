package dev.larder.cache;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4.2 and §5.3: dates as they are met with. */
class ExpiresRecommendedTest extends Conversation {

  ExpiresRecommendedTest() {
    super(Policy.FAITHFUL);
  }

  @Test
  void letterCaseDoesNotMatter() {
    for (String date : dateInEachForm(60)) {
      storedPage("Expires: " + date.toLowerCase(Locale.ROOT)).assertReused();
      storedPage("Expires: " + date.toUpperCase(Locale.ROOT)).assertReused();
    }
  }

  @ParameterizedTest(name = "§4.2 {0}")
  @ValueSource(strings = {"EST", "UTC", "+0000", "CET", "Z"})
  void onlyGreenwichTimeIsATime(String zone) {
    storedPage("Expires: Mon, 02 Mar 2026 12:00:00 " + zone).assertNotReused();
  }

  @ParameterizedTest(name = "§1.2.2 {0}")
  @ValueSource(
      strings = {
        "Tue, 19 Jan 2038 14:14:08 GMT",
        "Thu, 01 Jan 2150 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT"
      })
  void datesBeyondThirtyTwoBitsAreFar(String expires) {
    Page page = storedPage("Expires: " + expires);
    pass(86_400L * 30);
    page.assertReused();
  }

  @ParameterizedTest(name = "§4.2 Date {0}")
  @ValueSource(strings = {"yesterday", "0", "2026-03-01T12:00:00Z"})
  void invalidDateDoesNotSpoilIt(String date) {
    Page page = storedPage("Date: " + date, "Expires: " + date(60));
    page.assertReused();
    pass(60);
    page.assertNotReused();
  }

  @Test
  void clockAheadDoesNotShortenIt() {
    Page page = storedPage("Date: " + date(3600), "Expires: " + date(3660));
    pass(59);
    page.assertReused();
    pass(1);
    page.assertNotReused();
  }

  /** §4.2.1: where there are several, the cautious reading. */
  @Test
  void severalLinesAreNoDate() {
    storedPage("Expires: " + date(6000), "Expires: " + date(60)).assertNotReused();
  }
}
