package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §5.2.2: what an origin's words do not forbid. */
class DirectivesRecommendedTest extends Conversation {

  DirectivesRecommendedTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§5.2.2 {0}")
  @ValueSource(
      strings = {
        "max-age=60, must-revalidate",
        "max-age=60, proxy-revalidate",
        "max-age=60, no-transform",
        "max-age=60, immutable"
      })
  void reusedWhileFresh(String directives) {
    Page page = storedPage("Cache-Control: " + directives);
    pass(59);
    page.assertReused();
  }

  @ParameterizedTest(name = "§5.2.2.3 status {0}")
  @ValueSource(ints = {200, 301, 404})
  void mustUnderstandOverridesNoStore(int status) {
    storedPage(status, "Cache-Control: max-age=60, must-understand, no-store").assertReused();
  }

  /** §5.2.2.5: it speaks of the answer it came with. */
  @Test
  void laterNoStoreDoesNotDisturbWhatIsFresh() {
    Page page = storedPage("Cache-Control: max-age=60");
    page.answers("Cache-Control: no-store");
    assertEquals("turn 2", page.assertNotReused("Cache-Control: no-cache").text());
    assertEquals("turn 1", page.assertReused().text());
  }

  @Test
  void validationOfWhatIsStaleAsksOnlyWhetherItHolds() {
    Page page = storedPage("Cache-Control: max-age=60, must-revalidate", "ETag: \"1\"");
    pass(60);
    page.confirms("Cache-Control: max-age=60, must-revalidate", "ETag: \"1\"");
    assertEquals("turn 1", page.assertValidated().text());
    page.assertReused();
  }
}
