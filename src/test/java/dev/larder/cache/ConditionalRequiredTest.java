package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §13 and RFC 9111 §4.3: conditions of clients, and our own. */
class ConditionalRequiredTest extends Conversation {
  private static final String CONTROL = "Cache-Control: max-age=60";

  ConditionalRequiredTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§13.1.2 {1} against {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"1\" | \"2\" | 200",
        "\"1\" | \"1 | 200",
        "\"a\" | \"A\" | 200",
        "\"1\" | \"1\" | 304",
        "\"1\" | W/\"1\" | 304",
        "W/\"1\" | \"1\" | 304",
        "\"1\" | \"0\", \"1\" | 304",
        "\"1,2\" | \"0\",\"1,2\" | 304",
        "\"1\" | * | 304"
      })
  void tagsAreComparedWeakly(String tag, String condition, int status) {
    Page page = storedPage(CONTROL, "ETag: " + tag);
    Got got = page.assertReused("If-None-Match: " + condition);
    assertEquals(status, got.status());
    assertEquals(status == 304 ? "" : "turn 1", got.text());
  }

  /** §5.3: lines are one list. */
  @Test
  void tagsMayStandInSeveralLines() {
    Page page = storedPage(CONTROL, "ETag: \"1\"");
    Got got = page.assertReused("If-None-Match: \"0\"", "If-None-Match: \"1\"");
    assertEquals(304, got.status());
  }

  @Test
  void tagsBeatDates() {
    Page page = storedPage(CONTROL, "ETag: \"1\"", "Last-Modified: " + date(-600));
    String later = "If-Modified-Since: " + date(0);
    String earlier = "If-Modified-Since: " + date(-6000);
    assertEquals(200, page.assertReused("If-None-Match: \"2\"", later).status());
    assertEquals(304, page.assertReused("If-None-Match: \"1\"", earlier).status());
  }

  /** §15.4.5. */
  @Test
  void answerSaysWhatAWholeOneWouldHaveSaid() {
    String expires = date(60);
    Page page =
        storedPage(
            CONTROL, "ETag: \"1\"", "Expires: " + expires, "Vary: X-One", "Content-Location: /x");
    String date = page.assertReused().field("Date");
    Got got = page.assertReused("If-None-Match: \"1\"");
    assertEquals(304, got.status());
    assertEquals("max-age=60", got.field("Cache-Control"));
    assertEquals("\"1\"", got.field("ETag"));
    assertEquals(expires, got.field("Expires"));
    assertEquals("X-One", got.field("Vary"));
    assertEquals("/x", got.field("Content-Location"));
    assertEquals(date, got.field("Date"));
  }

  @ParameterizedTest(name = "§13.2.1 status {0}")
  @ValueSource(ints = {301, 404, 500})
  void conditionsAreIgnoredWhereThereIsNoSuccess(int status) {
    Page page = storedPage(status, CONTROL, "ETag: \"1\"");
    assertEquals(status, page.assertReused("If-None-Match: \"1\"").status());
  }

  @ParameterizedTest(name = "§13.1.3 {0}")
  @ValueSource(strings = {"0", "now", "2026-03-02T12:00:00Z", "Mon, 02 Mar 2026 12:00:00 +0000"})
  void conditionWithAnInvalidDateIsIgnored(String since) {
    Page page = storedPage(CONTROL, "Last-Modified: " + date(-600));
    assertEquals(200, page.assertReused("If-Modified-Since: " + since).status());
  }

  @ParameterizedTest(name = "RFC 9110 §5.6.7 form {0}")
  @ValueSource(ints = {0, 1, 2})
  void datesComeInThreeForms(int form) {
    Page page = storedPage(CONTROL, "Last-Modified: " + date(-600));
    String since = dateInEachForm(-600).get(form);
    assertEquals(304, page.assertReused("If-Modified-Since: " + since).status());
  }

  @ParameterizedTest(name = "RFC 9111 §4.3.1 {0}")
  @ValueSource(strings = {"\"1\"", "W/\"1\"", "\"\"", "W/\"a,b\""})
  void ownQuestionNamesTheStoredTag(String tag) {
    Page page = storedPage(CONTROL, "ETag: " + tag, "Vary: X-One, Accept");
    page.ask("X-One: 7");
    pass(60);
    page.confirms(CONTROL, "ETag: " + tag);
    assertEquals("turn 2", page.assertValidated("X-One: 7").text());
    assertEquals(tag, page.question().field("If-None-Match"));
    assertEquals("7", page.question().field("X-One"));
  }

  /** RFC 9111 §4.3.2, §4.3.3: the client's tag is not ours. */
  @Test
  void confirmationOfOurTagIsNoneOfTheClients() {
    Page page = storedPage(CONTROL, "ETag: \"1\"");
    pass(60);
    page.confirms(CONTROL, "ETag: \"1\"");
    Got got = page.assertValidated("If-None-Match: \"2\"");
    assertEquals(200, got.status());
    assertEquals("turn 1", got.text());
  }

  @Test
  void staleIsAnsweredFromWhatTheOriginSaysNow() {
    Page page = storedPage(CONTROL, "ETag: \"1\"");
    pass(60);
    page.answers(CONTROL, "ETag: \"2\"");
    Got got = page.assertNotReused("If-None-Match: \"1\"");
    assertEquals(200, got.status());
    assertEquals("turn 2", got.text());
  }

  /** RFC 9110 §13.2.2, RFC 9111 §4.3.2: a cache leaves these conditions to the origin. */
  @Test
  void conditionsForOriginsReachThem() {
    for (String condition :
        List.of("If-Match: \"x\"", "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT")) {
      Page page = storedPage("Cache-Control: max-age=100", "ETag: \"a\"");
      page.answers(412);
      assertEquals(412, page.assertNotReused(condition).status());
      page.assertReused();
    }
  }
}
