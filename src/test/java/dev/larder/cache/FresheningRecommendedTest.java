package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4.3.4: any 304 that may speak of what is stored makes it fresh again. */
class FresheningRecommendedTest extends Conversation {

  FresheningRecommendedTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§4.3.4 {0}")
  @ValueSource(strings = {"ETag: \"1\"", "ETag: W/\"1\"", "X-None: at all"})
  void storedResponseIsFreshAgain(String line) {
    Page page = storedPage("Cache-Control: max-age=10", "ETag: \"1\"");
    for (int turn = 0; turn < 2; turn++) {
      pass(10);
      page.confirms(line);
      assertEquals("turn 1", page.assertValidated().text());
      pass(9);
      assertEquals("turn 1", page.assertReused().text());
      pass(1);
    }
  }

  @Test
  void variantIsFreshenedAloneAndByItself() {
    String[] lines = {"Cache-Control: max-age=10", "ETag: \"1\"", "Vary: X-One"};
    Page page = page(lines);
    page.ask("X-One: 1");
    page.ask("X-One: 2");
    pass(10);
    page.confirms(lines);
    assertEquals("turn 1", page.assertValidated("X-One: 1").text());
    assertEquals("turn 2", page.assertValidated("X-One: 2").text());
    assertEquals("turn 1", page.assertReused("X-One: 1").text());
  }
}
