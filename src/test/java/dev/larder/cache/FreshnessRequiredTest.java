package dev.larder.cache;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4.2: what is stale is not reused without validation. */
class FreshnessRequiredTest extends Conversation {

  FreshnessRequiredTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§4.2.1 {0}")
  @ValueSource(
      strings = {
        "max-age=60",
        "s-maxage=60",
        "s-maxage=60, max-age=6000",
        "max-age=6000, s-maxage=60",
        "public, max-age=60",
        "immutable, max-age=60"
      })
  void lifetimeEndsReuse(String directives) {
    Page page = storedPage("Cache-Control: " + directives, "Expires: " + date(6000));
    pass(60);
    page.assertNotReused();
  }

  @ParameterizedTest(name = "§4.2.1 {0}")
  @ValueSource(strings = {"max-age=0", "s-maxage=0", "s-maxage=0, max-age=60", "max-age=-60"})
  void withoutLifetimeLeftItIsStaleAtOnce(String directives) {
    storedPage("Cache-Control: " + directives).assertNotReused();
  }

  @ParameterizedTest(name = "§4.2.3 Age {0}, then {1} seconds")
  @CsvSource({"60, 0", "30, 30", "6000, 0", "59, 1"})
  void timeSpentInOtherCachesCounts(long age, long seconds) {
    Page page = storedPage("Cache-Control: max-age=60", "Age: " + age);
    pass(seconds);
    page.assertNotReused();
  }

  /** §4.2.3: {@code response_delay}. */
  @Test
  void timeSpentOnTheWayCounts() {
    Page page = page().answersAfter(40, "Cache-Control: max-age=60");
    page.ask();
    page.answers();
    pass(20);
    page.assertNotReused();
  }

  /** §4.2.3: {@code apparent_age}. */
  @Test
  void oldDateMakesItOld() {
    storedPage("Cache-Control: max-age=60", "Date: " + date(-60)).assertNotReused();
  }
}
