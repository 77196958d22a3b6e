package dev.larder.rules;

import static dev.larder.rules.Given.bare;
import static dev.larder.rules.Given.date;
import static dev.larder.rules.Given.get;
import static dev.larder.rules.Given.stored;
import static dev.larder.rules.Preconditions.NOT_MODIFIED;
import static dev.larder.rules.Preconditions.PROCEED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.EntityTag;
import dev.larder.http.HttpDate;
import dev.larder.http.Request;
import dev.larder.http.StoredHead;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTest {
  private static final List<EntityTag> TAGS =
      List.of(EntityTag.strong("a"), new EntityTag(true, "weak"));
  private static final StoredHead HEAD = stored(200, "Last-Modified", date(-60));

  private static final String BEFORE = date(-61);
  private static final String THEN = date(-60);
  private static final String LATER = date(-59);

  @Test
  void plainRequestsProceed() {
    assertEquals(PROCEED, judge(get()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"a\"            | NOT_MODIFIED",
        "W/\"a\"          | NOT_MODIFIED",
        "\"weak\"         | NOT_MODIFIED",
        "\"x\", \"a\"     | NOT_MODIFIED",
        "*                | NOT_MODIFIED",
        "\"x\"            | PROCEED",
        "a                | PROCEED",
        "\"never closed   | PROCEED"
      })
  void noneMatchComparesWeakly(String field, Preconditions expected) {
    assertEquals(expected, judge(get("If-None-Match", field)));
  }

  @Test
  void severalLinesAreOneList() {
    assertEquals(NOT_MODIFIED, judge(get("If-None-Match", "\"x\"", "if-none-match", "\"a\"")));
  }

  @Test
  void noneMatchBeatsModifiedSince() {
    assertEquals(PROCEED, judge(get("If-None-Match", "\"x\"", "If-Modified-Since", LATER)));
    assertEquals(PROCEED, judge(get("If-None-Match", "junk", "If-Modified-Since", LATER)));
    assertEquals(NOT_MODIFIED, judge(get("If-None-Match", "\"a\"", "If-Modified-Since", BEFORE)));
  }

  @Test
  void modifiedSinceComparesDates() {
    assertEquals(PROCEED, judge(get("If-Modified-Since", BEFORE)));
    assertEquals(NOT_MODIFIED, judge(get("If-Modified-Since", THEN)));
    assertEquals(NOT_MODIFIED, judge(get("If-Modified-Since", LATER)));
    assertEquals(NOT_MODIFIED, judge(get("If-Modified-Since", "Sunday, 01-Mar-26 11:59:00 GMT")));
    assertEquals(NOT_MODIFIED, judge(get("If-Modified-Since", "Sun Mar  1 11:59:00 2026")));
    assertEquals(PROCEED, judge(get("If-Modified-Since", "lately")));
  }

  @Test
  void dateStandsInForTheDateOfModification() {
    StoredHead dated = stored(200);
    assertEquals(NOT_MODIFIED, judge(get("If-Modified-Since", date(0)), dated));
    assertEquals(PROCEED, judge(get("If-Modified-Since", date(-1)), dated));
    assertEquals(NOT_MODIFIED, judge(get("If-Modified-Since", date(0)), bare(200)));
    assertEquals(
        NOT_MODIFIED,
        judge(get("If-Modified-Since", date(0)), stored(200, "Last-Modified", "lately")));
  }

  /** RFC 9111 §4.3.2: they are not applicable to a cache. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "If-Match, \"x\"",
        "If-Match, junk",
        "If-Unmodified-Since, `Thu, 01 Jan 1970 00:00:00 GMT`"
      })
  void conditionsForOriginsAreNotJudged(String name, String value) {
    assertEquals(PROCEED, judge(get(name, value)));
    assertEquals(NOT_MODIFIED, judge(get(name, value, "If-None-Match", "\"a\"")));
    assertTrue(Preconditions.isForOrigin(get(name, value).fields()));
    assertFalse(Preconditions.isForOrigin(get("If-None-Match", "\"a\"").fields()));
  }

  @Test
  void withoutTagsOnlyTheStarMatches() {
    Request tagged = get("If-None-Match", "\"a\"");
    assertEquals(PROCEED, Preconditions.judge(tagged, List.of(), HEAD));
    assertEquals(NOT_MODIFIED, Preconditions.judge(get("If-None-Match", "*"), List.of(), HEAD));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 404, 500})
  void conditionsOfWhatIsNoSuccessAreIgnored(int status) {
    StoredHead head = stored(status, "Last-Modified", THEN);
    assertEquals(PROCEED, judge(get("If-None-Match", "\"a\""), head));
    assertEquals(PROCEED, judge(get("If-Modified-Since", LATER), head));
  }

  @Property
  void modifiedSinceComparesWithTheDateOfModification(
      @ForAll @IntRange(min = -9999, max = 9999) int at) {
    Instant since = Given.after(at);
    boolean modified = judge(get("If-Modified-Since", HttpDate.format(since))) == PROCEED;
    assertEquals(at < -60, modified);
  }

  private static Preconditions judge(Request request) {
    return judge(request, HEAD);
  }

  private static Preconditions judge(Request request, StoredHead head) {
    return Preconditions.judge(request, TAGS, head);
  }
}
