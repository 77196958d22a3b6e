package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §3.5: what was made for one is not shared with others. */
class AuthorizationRequiredTest extends Conversation {
  private static final String ONE = "Authorization: Basic b25lOng=";
  private static final String TWO = "Authorization: Basic dHdvOng=";

  AuthorizationRequiredTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§3.5 {0}")
  @ValueSource(strings = {"max-age=60", "max-age=60, immutable", "max-age=60, proxy-revalidate"})
  void answerToAnAuthorizedRequestIsNotShared(String directives) {
    Page page = page("Cache-Control: " + directives);
    page.ask(ONE);
    assertEquals("turn 2", page.assertNotReused(TWO).text());
    assertEquals("turn 3", page.assertNotReused().text());
  }

  /** RFC 9110 §11.6.2. */
  @Test
  void credentialsReachTheOrigin() {
    Page page = page("Cache-Control: max-age=60");
    page.ask(ONE);
    assertEquals("Basic b25lOng=", page.question().field("Authorization"));
  }

  /** §5.2.2.2: shared while it is fresh, and then each is asked about for its own. */
  @Test
  void mustRevalidateSharesNothingStale() {
    Page page = page("Cache-Control: max-age=60, must-revalidate", "ETag: \"1\"");
    page.ask(ONE);
    pass(60);
    page.answers(401);
    assertEquals(401, page.assertNotReused(TWO).status());
    assertEquals("Basic dHdvOng=", page.question().field("Authorization"));
  }

  /** §3.2, §3.5: the permission is gone from what is stored. */
  @Test
  void permissionMayEndByA304() {
    Page page = page("Cache-Control: max-age=10, public", "ETag: \"1\"");
    page.ask(ONE);
    pass(10);
    page.confirms("Cache-Control: max-age=100", "ETag: \"1\"");
    page.ask(ONE);
    page.assertNotReused(TWO);
    page.assertNotReused();
  }
}
