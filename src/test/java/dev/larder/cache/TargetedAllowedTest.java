package dev.larder.cache;

import org.junit.jupiter.api.Test;

/** {@code Surrogate-Control}, which came before RFC 9213 and is no standard. */
class TargetedAllowedTest extends Conversation {

  TargetedAllowedTest() {
    super(Policy.FAITHFUL);
  }

  @Test
  void surrogateControlDecidesBeforeCacheControl() {
    Page page = storedPage("Surrogate-Control: max-age=60", "Cache-Control: max-age=1");
    pass(59);
    page.assertReused();
    pass(1);
    page.assertNotReused();
    storedPage("Surrogate-Control: no-store", "Cache-Control: max-age=60").assertNotReused();
  }

  @Test
  void standardFieldDecidesBeforeIt() {
    Page page = storedPage("Surrogate-Control: max-age=6000", "CDN-Cache-Control: max-age=1");
    pass(1);
    page.assertNotReused();
  }

  @Test
  void withoutLifetimeItHasNoSay() {
    storedPage("Surrogate-Control: content=\"ESI/1.0\"", "Cache-Control: max-age=60")
        .assertReused();
  }
}
