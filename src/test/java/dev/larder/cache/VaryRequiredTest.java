package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4.1: what was selected by other request fields is not reused. */
class VaryRequiredTest extends Conversation {

  VaryRequiredTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§4.1 {0} after {1}")
  @CsvSource({
    "X-One: 2, X-One: 1",
    "X-One: 1 2, X-One: 1",
    "X-Other: 1, X-One: 1",
    "X-One: 1, X-Other: 1",
    "X-One: a, X-One: A"
  })
  void otherValueIsAnotherRequest(String second, String first) {
    Page page = page("Cache-Control: max-age=60", "Vary: X-One");
    page.ask(first);
    assertEquals("turn 2", page.assertNotReused(second).text());
  }

  @ParameterizedTest(name = "RFC 9110 §12.5.5 {0}")
  @ValueSource(strings = {"x-one", "X-Two, X-ONE", ", X-One", "X-Two,,x-One,", "X-Two ,\tX-One"})
  void namesAreReadInAnySpelling(String vary) {
    Page page = page("Cache-Control: max-age=60", "Vary: " + vary);
    page.ask("X-One: 1");
    page.assertNotReused("X-One: 2");
  }

  @Test
  void linesAreOneList() {
    Page page = page("Cache-Control: max-age=60", "Vary: X-One", "Vary: X-Two");
    page.ask("X-One: 1", "X-Two: 1");
    page.assertNotReused("X-One: 2", "X-Two: 1");
    page.assertNotReused("X-One: 1", "X-Two: 2");
  }

  @ParameterizedTest(name = "§4.1 {0}")
  @ValueSource(strings = {"*", "X-One, *", "*, X-One", ", *", "*,*", "X-One,,* ,"})
  void starIsNeverReused(String vary) {
    Page page = page("Cache-Control: max-age=60", "ETag: \"1\"", "Vary: " + vary);
    page.ask("X-One: 1");
    assertEquals("turn 2", page.assertNotReused("X-One: 1").text());
  }

  @Test
  void starInAnotherLineIsNeverReused() {
    storedPage("Cache-Control: max-age=60", "Vary: X-One", "Vary: *").assertNotReused();
  }
}
