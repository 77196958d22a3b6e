package dev.larder.cache;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §5.2.1: the one wish that must be obeyed, and one that must not. */
class RequestDirectivesRequiredTest extends Conversation {

  RequestDirectivesRequiredTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§5.2.1.5 {0}")
  @ValueSource(strings = {"no-store", "No-Store", "max-age=60, no-store"})
  void answerIsNotStored(String directives) {
    Page page = page("Cache-Control: max-age=60");
    page.assertFetched("Cache-Control: " + directives);
    page.assertFetched();
    page.assertReused();
  }

  /** §5.2.2.2. */
  @ParameterizedTest(name = "§4.2.4 {0}")
  @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=10", "no-cache"})
  void clientCannotExcuseWhatTheOriginForbids(String directive) {
    Page page = storedPage("Cache-Control: max-age=10, " + directive, "ETag: \"1\"");
    pass(15);
    page.assertNotReused("Cache-Control: max-stale=600");
  }

  @Test
  void wishForFreshnessNeverMakesStaleFresh() {
    Page page = storedPage("Cache-Control: max-age=10");
    pass(15);
    page.assertNotReused("Cache-Control: max-age=600");
    pass(15);
    page.assertNotReused("Cache-Control: min-fresh=0");
  }
}
