package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9213: directives for this kind of cache alone, and what is no such directive. */
class TargetedRequiredTest extends Conversation {

  TargetedRequiredTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§2.2 {0} beside {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=1 | max-age=6000",
        "max-age=1 | s-maxage=6000",
        "max-age=0 | public, max-age=6000",
        "no-store | max-age=6000",
        "private | max-age=6000",
        "no-cache | max-age=6000",
        "max-age=1;x=y, a=b | max-age=6000"
      })
  void itAloneRestricts(String targeted, String general) {
    Page page =
        storedPage(
            "CDN-Cache-Control: " + targeted,
            "Cache-Control: " + general,
            "Expires: " + date(6000),
            "ETag: \"1\"");
    pass(1);
    page.assertNotReused();
  }

  @ParameterizedTest(name = "§2.2 {0}")
  @ValueSource(strings = {"max-age=1", "no-store", "private", "no-cache, max-age=0"})
  void itAlonePermits(String general) {
    Page page = storedPage("CDN-Cache-Control: max-age=60", "Cache-Control: " + general);
    pass(59);
    page.assertReused();
    pass(1);
    page.assertNotReused();
  }

  @ParameterizedTest(name = "§2.1 {0}")
  @ValueSource(
      strings = {
        "",
        "&&&",
        "max-age=6000,, public",
        "max-age=6000,",
        "max-age=",
        "max-age=6000 public",
        "Max-Age=6000",
        "max-age=6000, x=\"y"
      })
  void whatCannotBeParsedIsIgnoredWhole(String targeted) {
    Page page = storedPage("CDN-Cache-Control: " + targeted, "Cache-Control: max-age=10");
    pass(9);
    page.assertReused();
    pass(1);
    page.assertNotReused();
  }

  /** §2.2: Age and the rest of caching are as ever. */
  @Test
  void ageCounts() {
    Page page = storedPage("CDN-Cache-Control: max-age=60", "Age: 30");
    pass(29);
    assertEquals(59, page.assertReused().age());
    pass(1);
    page.assertNotReused();
  }

  @Test
  void linesAreOneDictionary() {
    Page page = storedPage("CDN-Cache-Control: max-age=60", "CDN-Cache-Control: max-age=1");
    pass(1);
    page.assertNotReused();
  }
}
