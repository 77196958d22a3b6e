package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 §13.1.3 and RFC 9111 §4.3: conditions by date, and sparing content. */
class ConditionalRecommendedTest extends Conversation {
  private static final String CONTROL = "Cache-Control: max-age=60";

  ConditionalRecommendedTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§13.1.3 modified {0}, asked since {1}: {2}")
  @CsvSource({"-600, -600, 304", "-600, 0, 304", "-600, -601, 200", "-600, -6000, 200"})
  void datesAreComparedToLastModified(long modified, long since, int status) {
    Page page = storedPage(CONTROL, "Last-Modified: " + date(modified));
    assertEquals(status, page.assertReused("If-Modified-Since: " + date(since)).status());
  }

  @ParameterizedTest(name = "RFC 9111 §4.3.2 since {0}: {1}")
  @CsvSource({"0, 304", "60, 304", "-1, 200"})
  void withoutLastModifiedDateStandsForIt(long since, int status) {
    Page page = storedPage(CONTROL);
    assertEquals(status, page.assertReused("If-Modified-Since: " + date(since)).status());
  }

  /** RFC 9111 §4.3.1. */
  @Test
  void ownQuestionNamesTheDateOfModification() {
    String modified = date(-600);
    Page page = storedPage(CONTROL, "Last-Modified: " + modified);
    pass(60);
    page.confirms(CONTROL);
    assertEquals("turn 1", page.assertValidated().text());
    assertEquals(modified, page.question().field("If-Modified-Since"));
  }

  /** RFC 9111 §4.3.2. */
  @Test
  void staleIsValidatedFirstAndThenConfirmed() {
    Page page = storedPage(CONTROL, "ETag: \"1\"");
    pass(60);
    page.confirms(CONTROL, "ETag: \"1\"");
    assertEquals(304, page.assertValidated("If-None-Match: \"1\"").status());
    assertEquals("turn 1", page.assertReused().text());
  }

  /** RFC 9111 §4.3.2: others want the whole too. */
  @Test
  void conditionOnAMissStillFetchesTheWhole() {
    Page page = page(CONTROL, "ETag: \"1\"");
    assertEquals(304, page.assertFetched("If-None-Match: \"1\"").status());
    assertEquals("turn 1", page.assertReused().text());
  }

  @Test
  void headIsConditionalToo() {
    Page page = storedPage(CONTROL, "ETag: \"1\"");
    assertEquals(304, page.send("HEAD", "If-None-Match: \"1\"").status());
    assertEquals(1, page.asked());
  }
}
