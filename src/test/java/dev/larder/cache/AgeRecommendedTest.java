package dev.larder.cache;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §5.1: which Age counts when there is more than one, or none that is valid. */
class AgeRecommendedTest extends Conversation {

  AgeRecommendedTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§5.1 {0}")
  @ValueSource(strings = {"-60", "-1", "6000.5", "old", "\"6000\"", "6000;x", "0x1000"})
  void invalidAgeIsIgnored(String age) {
    storedPage("Cache-Control: max-age=60", "Age: " + age).assertReused();
  }

  @ParameterizedTest(name = "§5.1 {0}")
  @ValueSource(strings = {"0, 6000", "0,6000", "10 , 6000, x"})
  void firstMemberCounts(String list) {
    storedPage("Cache-Control: max-age=60", "Age: " + list).assertReused();
  }

  @Test
  void firstLineCounts() {
    storedPage("Cache-Control: max-age=60", "Age: 0", "Age: 6000").assertReused();
    storedPage("Cache-Control: max-age=60", "Age: 6000", "Age: 0").assertNotReused();
    storedPage("Cache-Control: max-age=60", "Age: 6000, 0").assertNotReused();
  }
}
