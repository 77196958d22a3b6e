package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §3.5: what an origin may permit to share. */
class AuthorizationAllowedTest extends Conversation {
  private static final String ONE = "Authorization: Basic b25lOng=";

  AuthorizationAllowedTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§3.5 {0}")
  @ValueSource(strings = {"max-age=60, public", "max-age=60, must-revalidate", "s-maxage=60"})
  void sharedWhereTheOriginSaysSo(String directives) {
    Page page = page("Cache-Control: " + directives);
    page.ask(ONE);
    assertEquals("turn 1", page.assertReused().text());
    assertEquals("turn 1", page.assertReused("Authorization: Basic dHdvOng=").text());
  }

  @Test
  void answerToARequestWithoutItServesThoseWithItToo() {
    storedPage("Cache-Control: max-age=60").assertReused(ONE);
  }
}
