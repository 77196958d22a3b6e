package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** RFC 9111 §4.1: what matches is reused, each for its own. */
class VaryRecommendedTest extends Conversation {
  private static final String CONTROL = "Cache-Control: max-age=60";

  VaryRecommendedTest() {
    super(Policy.FAITHFUL);
  }

  @Test
  void variantsLiveSideBySide() {
    Page page = page(CONTROL, "Vary: X-One");
    page.ask("X-One: 1");
    page.ask("X-One: 2");
    page.ask();
    assertEquals("turn 1", page.assertReused("X-One: 1").text());
    assertEquals("turn 2", page.assertReused("X-One: 2").text());
    assertEquals("turn 3", page.assertReused().text());
  }

  @Test
  void otherFieldsDoNotMatter() {
    Page page = page(CONTROL, "Vary: X-One");
    page.ask("X-One: 1", "X-Two: 1");
    page.assertReused("X-One: 1", "X-Two: 2", "Accept: text/plain");
    page.assertReused("x-one: 1");
  }

  @Test
  void eachVariantHasALifetimeOfItsOwn() {
    Page page = page("Cache-Control: max-age=10", "Vary: X-One");
    page.ask("X-One: 1");
    pass(5);
    page.ask("X-One: 2");
    pass(5);
    page.assertReused("X-One: 2");
    page.assertNotReused("X-One: 1");
  }

  /** An answer without Vary is not chosen any more once one has it. */
  @Test
  void newestVaryDecides() {
    Page page = storedPage(CONTROL);
    page.answers(CONTROL, "Vary: X-One");
    assertEquals("turn 2", page.ask("Cache-Control: no-cache", "X-One: 1").text());
    assertEquals("turn 2", page.assertReused("X-One: 1").text());
    assertEquals("turn 3", page.assertNotReused("X-One: 2").text());
    page.answers(CONTROL, "Vary: X-Two");
    page.ask("Cache-Control: no-cache", "X-Two: 1");
    page.assertReused("X-Two: 1", "X-One: 9");
    page.assertNotReused("X-Two: 2");
  }
}
