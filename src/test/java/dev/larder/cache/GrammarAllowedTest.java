package dev.larder.cache;

import org.junit.jupiter.api.Test;

/** RFC 9111 §5.2: what the grammar leaves to those who read it. */
class GrammarAllowedTest extends Conversation {

  GrammarAllowedTest() {
    super(Policy.FAITHFUL);
  }

  /** §5.2: recipients ought to take an argument as a token and as a string. */
  @Test
  void lifetimeMayStandInAString() {
    Page page = storedPage("Cache-Control: max-age=\"60\"");
    pass(59);
    page.assertReused();
    pass(1);
    page.assertNotReused();
  }
}
