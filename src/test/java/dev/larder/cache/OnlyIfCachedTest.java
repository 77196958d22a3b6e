package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** RFC 9111 §5.2.1.7: recommended to those who obey it at all. */
class OnlyIfCachedTest extends Conversation {
  private static final String WISH = "Cache-Control: only-if-cached";

  OnlyIfCachedTest() {
    super(Policy.FAITHFUL);
  }

  private static void assertNothing(Page page, String wish) {
    int before = page.asked();
    assertEquals(504, page.ask(wish).status());
    assertEquals(before, page.asked());
  }

  @Test
  void nothingStoredIsAGatewayTimeout() {
    assertNothing(page("Cache-Control: max-age=60"), WISH);
  }

  @Test
  void freshIsServedAndStaleIsNot() {
    Page page = storedPage("Cache-Control: max-age=60", "ETag: \"1\"");
    page.assertReused(WISH);
    assertNothing(page, WISH + ", no-cache");
    pass(60);
    assertNothing(page, WISH);
    page.assertReused(WISH + ", max-stale");
  }

  @Test
  void anotherVariantIsNothing() {
    Page page = storedPage("Cache-Control: max-age=60", "Vary: Cache-Control");
    assertNothing(page, WISH);
  }
}
