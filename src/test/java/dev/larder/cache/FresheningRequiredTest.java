package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4.3.4 and §3.2: what a 304 changes of what is stored. */
class FresheningRequiredTest extends Conversation {
  private static final String TAG = "ETag: \"1\"";

  FresheningRequiredTest() {
    super(Policy.FAITHFUL);
  }

  @Test
  void fieldsOfThe304ReplaceAndThoseItOmitsStay() {
    Page page =
        storedPage(TAG, "Cache-Control: max-age=10", "X-Turn: 1", "X-Turn: one", "X-Kept: yes");
    pass(10);
    page.confirms(TAG, "Cache-Control: max-age=100", "X-Turn: 2", "X-New: yes");
    Got validated = page.assertValidated();
    pass(50);
    for (Got got : new Got[] {validated, page.assertReused()}) {
      assertEquals("turn 1", got.text());
      assertEquals("2", got.field("X-Turn"));
      assertEquals("yes", got.field("X-Kept"));
      assertEquals("yes", got.field("X-New"));
      assertEquals("max-age=100", got.field("Cache-Control"));
    }
  }

  @ParameterizedTest(name = "§3.2 {0}")
  @ValueSource(
      strings = {"Content-Encoding: gzip", "Content-Range: bytes 0-1/2", "Content-Length: 3"})
  void fieldsOfTheContentAreNeverTouched(String line) {
    Page page = storedPage(TAG, "Cache-Control: max-age=10");
    pass(10);
    page.confirms(TAG, "Cache-Control: max-age=10", line);
    page.assertValidated();
    Got got = page.assertReused();
    assertEquals("turn 1", got.text());
    assertEquals("6", got.field("Content-Length"));
    assertFalse(got.has("Content-Encoding"));
    assertFalse(got.has("Content-Range"));
  }

  @Test
  void ageCountsFromThe304() {
    Page page = storedPage(TAG, "Cache-Control: max-age=60", "Age: 30");
    pass(40);
    page.confirms(TAG);
    page.assertValidated();
    pass(20);
    assertEquals(20, page.assertReused().age());
    pass(40);
    page.assertValidated();
  }

  /** §4.3.4: a 304 that speaks of another representation freshens nothing. */
  @Test
  void otherStrongTagFreshensNothing() {
    Page page = storedPage(TAG, "Cache-Control: max-age=10");
    pass(10);
    page.confirms("ETag: \"2\"", "Cache-Control: max-age=100");
    Got got = page.ask();
    assertEquals(200, got.status());
    assertEquals("turn 3", got.text());
    assertEquals("\"2\"", got.field("ETag"));
    assertEquals("turn 3", page.assertReused().text());
  }

  /** §4.1: the Vary that it brings is that of what is stored from now on. */
  @Test
  void varyOfThe304Counts() {
    Page page = storedPage(TAG, "Cache-Control: max-age=10");
    pass(10);
    page.confirms(TAG, "Cache-Control: max-age=100", "Vary: X-One");
    page.ask("X-One: 1");
    page.assertNotReused("X-One: 2");
  }

  @Test
  void starOfThe304Counts() {
    Page page = storedPage(TAG, "Cache-Control: max-age=10");
    pass(10);
    page.confirms(TAG, "Cache-Control: max-age=100", "Vary: *");
    page.ask();
    page.assertNotReused();
  }

  /** §3: a 304 that may not be stored makes nothing fresh for others. */
  @ParameterizedTest(name = "§3 {0}")
  @ValueSource(strings = {"no-store, max-age=100", "private, max-age=100", "no-cache, max-age=100"})
  void prohibitionOfThe304Counts(String directives) {
    Page page = storedPage(TAG, "Cache-Control: max-age=10");
    pass(10);
    page.confirms(TAG, "Cache-Control: " + directives);
    assertEquals(200, page.ask().status());
    page.assertNotReused();
  }

  /** RFC 9110 §7.6.1. */
  @Test
  void fieldsOfTheConnectionAreNotTakenOver() {
    Page page = storedPage(TAG, "Cache-Control: max-age=10");
    pass(10);
    page.confirms(TAG, "Cache-Control: max-age=10", "Connection: X-Hop", "X-Hop: 1");
    assertFalse(page.assertValidated().has("X-Hop"));
    assertFalse(page.assertReused().has("X-Hop"));
  }
}
