package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §14: when a Range must not be obeyed, and what a part says of itself. */
class RangesRequiredTest extends Conversation {
  private static final String CONTROL = "Cache-Control: max-age=60";
  private static final String TEXT = "0123456789";

  RangesRequiredTest() {
    super(Policy.FAITHFUL);
  }

  private Page storedText(String... lines) {
    Page page = page().answersText(TEXT, lines);
    page.ask();
    return page;
  }

  private static void assertWhole(Got got) {
    assertEquals(200, got.status());
    assertEquals(TEXT, got.text());
    assertFalse(got.has("Content-Range"));
  }

  @ParameterizedTest(name = "§14.2 {0}")
  @ValueSource(
      strings = {
        "lines=0-1",
        "bytes",
        "bytes=",
        "bytes=a-b",
        "bytes=5-2",
        "bytes=-",
        "bytes=1",
        "0-1",
        "bytes=0x1-2"
      })
  void invalidRangeOrUnknownUnitIsIgnored(String range) {
    assertWhole(storedText(CONTROL).assertReused("Range: " + range));
  }

  @ParameterizedTest(name = "§13.1.5 {0}")
  @ValueSource(strings = {"\"2\"", "W/\"1\"", "1", "Sat, 28 Feb 2026 12:00:01 GMT", "x"})
  void rangeIsIgnoredWhereIfRangeDoesNotHold(String condition) {
    Page page = storedText(CONTROL, "ETag: \"1\"", "Last-Modified: Sat, 28 Feb 2026 12:00:00 GMT");
    assertWhole(page.assertReused("Range: bytes=0-1", "If-Range: " + condition));
  }

  /** §13.1.5: weak tags never hold. */
  @Test
  void weakTagIsNoGroundForAPart() {
    Page page = storedText(CONTROL, "ETag: W/\"1\"");
    assertWhole(page.assertReused("Range: bytes=0-1", "If-Range: W/\"1\""));
  }

  /** §14.2: only for GET. */
  @Test
  void headHasNoParts() {
    Got head = storedText(CONTROL).send("HEAD", "Range: bytes=0-1");
    assertEquals(200, head.status());
    assertEquals("10", head.field("Content-Length"));
  }

  /** §15.3.7. */
  @Test
  void partSaysWhatTheWholeWouldHaveSaid() {
    String expires = date(60);
    Page page =
        storedText(
            CONTROL, "ETag: \"1\"", "Expires: " + expires, "Vary: X-One", "Content-Location: /x");
    Got part = page.assertReused("Range: bytes=2-4");
    assertEquals(206, part.status());
    assertEquals("bytes 2-4/10", part.field("Content-Range"));
    assertEquals("3", part.field("Content-Length"));
    assertEquals("\"1\"", part.field("ETag"));
    assertEquals("max-age=60", part.field("Cache-Control"));
    assertEquals(expires, part.field("Expires"));
    assertEquals("X-One", part.field("Vary"));
    assertEquals("/x", part.field("Content-Location"));
    assertEquals(page.assertReused().field("Date"), part.field("Date"));
  }

  /** §13.2.2: conditions come first. */
  @Test
  void conditionComesBeforeTheRange() {
    Page page = storedText(CONTROL, "ETag: \"1\"");
    assertEquals(304, page.assertReused("Range: bytes=0-1", "If-None-Match: \"1\"").status());
  }

  /** §14.2: only where the answer were a 200. */
  @Test
  void errorHasNoParts() {
    Page page = storedPage(404, CONTROL);
    assertEquals(404, page.assertReused("Range: bytes=0-1").status());
  }
}
