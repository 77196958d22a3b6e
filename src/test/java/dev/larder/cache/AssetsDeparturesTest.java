package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a site of assets departs from what the RFCs recommend, and from the letter of a MUST. */
class AssetsDeparturesTest extends Conversation {

  AssetsDeparturesTest() {
    super(Policy.ASSETS);
  }

  /** RFC 9111 §4.2.2: not a heuristic but the operator's word. */
  @ParameterizedTest(name = "status {0} for {1} seconds")
  @CsvSource({"200, 86400", "301, 86400", "404, 10", "410, 10"})
  void lifetimeIsGivenWhereTheOriginNamesNone(int status, long seconds) {
    Page page = storedPage(status, "Last-Modified: " + date(-1));
    pass(seconds - 1);
    page.assertReused();
    pass(1);
    page.assertNotReused();
  }

  @ParameterizedTest(name = "status {0}")
  @ValueSource(ints = {201, 302, 403, 503})
  void noLifetimeIsGivenToOtherAnswers(int status) {
    storedPage(status, "Content-Type: text/plain").assertNotReused();
  }

  /** RFC 9111 §5.2.1, §5.4: no client forces traffic to the origin. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "Cache-Control: no-cache",
        "Cache-Control: max-age=0",
        "Cache-Control: min-fresh=600",
        "Pragma: no-cache"
      })
  void wishesForFreshnessAreIgnored(String line) {
    Page page = storedPage("Cache-Control: max-age=60");
    pass(59);
    page.assertReused(line);
  }

  @Test
  void wishForWhatIsStaleIsIgnoredToo() {
    Page page = storedPage("Cache-Control: max-age=60");
    pass(60);
    page.assertNotReused("Cache-Control: max-stale");
  }

  /** RFC 9111 §5.2.2.10: the origin that gives a window is taken at its word. */
  @Test
  void windowBesideSMaxageIsHonoured() {
    Page page = storedPage("Cache-Control: s-maxage=10, stale-while-revalidate=60");
    pass(15);
    assertEquals("turn 1", page.ask().assertHit().text());
    Page other = storedPage("Cache-Control: s-maxage=10, stale-if-error=60");
    pass(15);
    other.answers(503);
    assertEquals("turn 1", other.ask().text());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "s-maxage=10",
        "max-age=10, must-revalidate, stale-if-error=60",
        "max-age=10, proxy-revalidate, stale-while-revalidate=60",
        "no-cache, stale-if-error=60"
      })
  void otherProhibitionsHoldHereToo(String directives) {
    Page page = storedPage("Cache-Control: " + directives, "ETag: \"1\"");
    pass(15);
    page.answers(503);
    assertEquals(503, page.ask().status());
  }

  /** RFC 9111 §4.2.4: for a day, though the origin answers. */
  @Test
  void standsInForErrorsUnasked() {
    Page page = storedPage("Cache-Control: max-age=10");
    pass(86_400);
    page.answers(503);
    assertEquals("turn 1", page.ask().text());
    pass(11);
    assertEquals(503, page.ask().status());
  }

  /** RFC 9111 §4.1: asset origins that vary by these do so by mistake. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"User-Agent: other", "Cookie: id=2", "Referer: /x", "Accept: a/b"})
  void assetsDoNotVaryByWhoAsks(String line) {
    storedPage("Cache-Control: max-age=60", "Vary: User-Agent, Cookie, Referer").assertReused(line);
  }

  /** RFC 9111 §3.5: credentials that the origin never saw change nothing. */
  @Test
  void credentialsStayHere() {
    Page page = page("Cache-Control: max-age=60");
    page.ask("Authorization: Basic b25lOng=");
    assertAbsent(page.question(), "Authorization");
    page.assertReused();
  }

  @Test
  void surrogateControlGoesNoFurther() {
    Page page = page("Surrogate-Control: max-age=60", "CDN-Cache-Control: max-age=60");
    for (Got got : new Got[] {page.ask(), page.assertReused()}) {
      assertFalse(got.has("Surrogate-Control"));
      assertEquals("max-age=60", got.field("CDN-Cache-Control"));
    }
  }

  @Test
  void onlyIfCachedIsObeyedHereToo() {
    Page page = page("Cache-Control: max-age=60");
    assertEquals(504, page.ask("Cache-Control: only-if-cached").status());
    assertEquals(0, page.asked());
  }

  @Test
  void conditionsForOriginsSendNoTrafficThere() {
    Page page = storedPage("Cache-Control: max-age=100", "ETag: \"a\"");
    assertEquals(200, page.assertReused("If-Match: \"x\"").status());
  }
}
