package dev.larder.cache;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111 §4.1: values that mean the same may be taken for the same. */
class VaryAllowedTest extends Conversation {

  VaryAllowedTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§4.1 {0} is {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Accept: a/b,c/d | Accept: a/b, c/d",
        "Accept: a/b | Accept: a/b,",
        "X-One: 1,2 | X-One: 1  ,  2",
        "Accept-Language: en, de | Accept-Language: EN, De",
        "Accept-Language: en;q=0.5, de | Accept-Language: en; q=0.5,de"
      })
  void equalListsAreTheSame(String first, String second) {
    Page page = page("Cache-Control: max-age=60", "Vary: Accept, Accept-Language, X-One");
    page.ask(first);
    page.assertReused(second);
  }

  @Test
  void linesAndListAreTheSame() {
    Page page = page("Cache-Control: max-age=60", "Vary: X-One");
    page.ask("X-One: 1", "X-One: 2");
    page.assertReused("X-One: 1, 2");
  }
}
