package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5861: windows in which what is stale may still serve. */
class StaleRecommendedTest extends Conversation {

  StaleRecommendedTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "RFC 5861 §3, after {0} seconds")
  @ValueSource(longs = {10, 30, 69})
  void servedAtOnceAndRefreshedBehind(long seconds) {
    String control = "Cache-Control: max-age=10, stale-while-revalidate=60";
    Page page = storedPage(control, "ETag: \"1\"");
    pass(seconds);
    Got stale = page.ask().assertHit();
    assertEquals("turn 1", stale.text());
    assertEquals(seconds, stale.age());
    CacheFixture.await(() -> page.ask().text().equals("turn 2"), "what was fetched behind");
    assertEquals("\"1\"", page.question().field("If-None-Match"));
  }

  @ParameterizedTest(name = "RFC 5861 §3, after {0} seconds")
  @ValueSource(longs = {70, 100, 6000})
  void notServedBeyondTheWindow(long seconds) {
    Page page = storedPage("Cache-Control: max-age=10, stale-while-revalidate=60");
    pass(seconds);
    assertEquals("turn 2", page.assertNotReused().text());
  }

  @Test
  void refreshThatFailsDoesNotEndTheWindow() {
    Page page = storedPage("Cache-Control: max-age=10, stale-while-revalidate=60");
    pass(15);
    page.answers(503);
    assertEquals("turn 1", page.ask().assertHit().text());
    CacheFixture.await(() -> page.asked() >= 2, "the question behind");
    assertEquals("turn 1", page.ask().assertHit().text());
  }

  @ParameterizedTest(name = "RFC 5861 §4, status {0}, after {1} seconds")
  @CsvSource({"500, 11", "502, 69", "503, 30", "504, 70"})
  void standsInForAnErrorWithinTheWindow(int status, long seconds) {
    Page page = storedPage("Cache-Control: max-age=10, stale-if-error=60");
    pass(seconds);
    page.answers(status);
    Got got = page.ask();
    assertEquals(200, got.status());
    assertEquals("turn 1", got.text());
    assertEquals(seconds, got.age());
  }

  @ParameterizedTest(name = "RFC 5861 §4, status {0}, after {1} seconds")
  @CsvSource({"500, 71", "503, 6000"})
  void doesNotStandInBeyondTheWindow(int status, long seconds) {
    Page page = storedPage("Cache-Control: max-age=10, stale-if-error=60");
    pass(seconds);
    page.answers(status);
    assertEquals(status, page.ask().status());
    page.hangsUp();
    assertEquals(502, page.ask().status());
  }

  /** RFC 9111 §4.2.4: a cache that is disconnected. */
  @Test
  void standsInForAnOriginThatHangsUp() {
    Page page = storedPage("Cache-Control: max-age=10", "ETag: \"1\"");
    pass(6000);
    page.hangsUp();
    Got got = page.ask().assertForwarded("stale");
    assertEquals("turn 1", got.text());
    assertEquals(6000, got.age());
  }
}
