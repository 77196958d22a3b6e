package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §14: parts out of a stored whole. */
class RangesRecommendedTest extends Conversation {
  private static final String CONTROL = "Cache-Control: max-age=60";

  RangesRecommendedTest() {
    super(Policy.FAITHFUL);
  }

  private Page text(String... lines) {
    return page().answersText("0123456789", lines);
  }

  private Page storedText(String... lines) {
    Page page = text(lines);
    page.ask();
    return page;
  }

  @ParameterizedTest(name = "§14.1.2 {0}")
  @CsvSource({
    "bytes=2-4, 234, bytes 2-4/10",
    "bytes=7-, 789, bytes 7-9/10",
    "bytes=-3, 789, bytes 7-9/10",
    "bytes=-99, 0123456789, bytes 0-9/10",
    "bytes=8-99, 89, bytes 8-9/10",
    "BYTES=0-0, 0, bytes 0-0/10"
  })
  void partOfAStoredWhole(String range, String text, String contentRange) {
    Got part = storedText(CONTROL).assertReused("Range: " + range);
    assertEquals(206, part.status());
    assertEquals(text, part.text());
    assertEquals(contentRange, part.field("Content-Range"));
  }

  @ParameterizedTest(name = "§15.5.17 {0}")
  @ValueSource(strings = {"bytes=10-", "bytes=99-100", "bytes=-0"})
  void rangeOutsideIsUnsatisfiable(String range) {
    Got got = storedText(CONTROL).assertReused("Range: " + range);
    assertEquals(416, got.status());
    assertEquals("bytes */10", got.field("Content-Range"));
  }

  @ParameterizedTest(name = "§13.1.5 {0}")
  @ValueSource(strings = {"\"1\"", "Sat, 28 Feb 2026 12:00:00 GMT"})
  void partWhereIfRangeHolds(String condition) {
    Page page = storedText(CONTROL, "ETag: \"1\"", "Last-Modified: Sat, 28 Feb 2026 12:00:00 GMT");
    Got got = page.assertReused("Range: bytes=0-1", "If-Range: " + condition);
    assertEquals(206, got.status());
    assertEquals("01", got.text());
  }

  /** §17.15: many ranges cost no more than the whole and the heads of their parts. */
  @ParameterizedTest(name = "§14.2 {0}")
  @ValueSource(strings = {"bytes=0-,0-,0-,0-,0-,0-,0-,0-", "bytes=0-1,1-2,2-3", "bytes=0-0,-1"})
  void manyRangesAreNoAmplifier(String ranges) {
    Got got = storedText(CONTROL).assertReused("Range: " + ranges);
    assertTrue(got.status() == 200 || got.status() == 206);
    int parts = ranges.split(",").length;
    assertTrue(got.bytes().length <= 10 + parts * 200, () -> got.bytes().length + " bytes");
  }

  @Test
  void rangeOnAMissFetchesTheWholeOnce() {
    Page page = text(CONTROL);
    Got part = page.assertFetched("Range: bytes=2-4");
    assertEquals(206, part.status());
    assertEquals("234", part.text());
    assertAbsent(page.question(), "Range");
    assertEquals("0123456789", page.assertReused().text());
  }

  @Test
  void rangeOnAStaleWholeValidatesFirst() {
    Page page = storedText(CONTROL, "ETag: \"1\"");
    pass(60);
    page.confirms(CONTROL, "ETag: \"1\"");
    Got part = page.assertValidated("Range: bytes=2-4");
    assertEquals(206, part.status());
    assertEquals("234", part.text());
  }
}
