package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §5.2.2: what an origin may forbid. */
class DirectivesRequiredTest extends Conversation {

  DirectivesRequiredTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§5.2.2.5, §5.2.2.7 {0}")
  @ValueSource(
      strings = {
        "no-store",
        "private",
        "no-store, max-age=60",
        "private, max-age=60, s-maxage=60",
        "public, private, max-age=60",
        "public, no-store, s-maxage=60"
      })
  void neverStored(String directives) {
    storedPage("Cache-Control: " + directives, "ETag: \"1\"", "Expires: " + date(60))
        .assertNotStored();
  }

  @ParameterizedTest(name = "§5.2.2.4 {0}")
  @ValueSource(strings = {"no-cache", "no-cache, max-age=60", "s-maxage=60, No-Cache"})
  void noCacheIsValidatedAtEachUse(String directives) {
    Page page = storedPage("Cache-Control: " + directives, "ETag: \"1\"");
    page.confirms("ETag: \"1\"");
    for (int i = 0; i < 3; i++) {
      assertEquals("turn 1", page.assertValidated().text());
    }
  }

  /** §5.2.2.4: the fields named may not be reused without validation. */
  @Test
  void noCacheOfAFieldKeepsThatFieldBack() {
    Page page =
        storedPage("Cache-Control: max-age=60, no-cache=\"X-Own\"", "X-Own: 1", "ETag: \"1\"");
    int before = page.asked();
    Got again = page.ask();
    assertTrue(page.asked() > before || !again.has("X-Own"), "reused without validation");
  }

  @ParameterizedTest(name = "§5.2.2.2, §5.2.2.8 {0}")
  @ValueSource(strings = {"must-revalidate", "proxy-revalidate"})
  void mustBeValidatedOnceStale(String directive) {
    Page page = storedPage("Cache-Control: max-age=60, " + directive, "ETag: \"1\"");
    pass(60);
    page.assertValidated("Cache-Control: max-stale");
  }

  /** §5.2.2.3: a status that is not understood. */
  @ParameterizedTest(name = "§5.2.2.3 status {0}")
  @ValueSource(ints = {299, 499, 599})
  void mustUnderstandForbidsToStoreWhatIsNotUnderstood(int status) {
    storedPage(status, "Cache-Control: max-age=60, must-understand").assertNotReused();
  }
}
