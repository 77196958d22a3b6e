package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9211: what a cache that tells of itself must tell rightly. */
class CacheStatusRequiredTest extends Conversation {
  private static final String CONTROL = "Cache-Control: max-age=60";

  CacheStatusRequiredTest() {
    super(Policy.FAITHFUL);
  }

  private static void assertTells(String expected, Got got) {
    assertEquals(expected, got.cacheStatus());
  }

  /** §2.1, §2.4. */
  @Test
  void hitsTellWhatRemains() {
    Page page = storedPage(CONTROL, "ETag: \"1\"");
    assertTells("larder; hit; ttl=60", page.ask());
    pass(20);
    assertTells("larder; hit; ttl=40", page.ask());
    assertTells("larder; hit; ttl=40", page.ask("If-None-Match: \"1\""));
    pass(50);
    assertTells("larder; hit; ttl=-10", page.ask("Cache-Control: max-stale"));
  }

  /** §2.2, §2.3, §2.5. */
  @Test
  void otherAnswersTellWhyTheOriginWasAsked() {
    Page page = page(CONTROL, "ETag: \"1\"", "Vary: X-One");
    assertTells("larder; fwd=uri-miss; fwd-status=200; stored", page.ask());
    assertTells("larder; fwd=vary-miss; fwd-status=200; stored", page.ask("X-One: 1"));
    assertTells("larder; fwd=request; fwd-status=200; stored", page.ask("Cache-Control: no-cache"));
    pass(60);
    page.confirms(CONTROL, "ETag: \"1\"", "Vary: X-One");
    assertTrue(page.ask().cacheStatus().startsWith("larder; fwd=stale; fwd-status=304"));
    assertTrue(page.send("POST").cacheStatus().startsWith("larder; fwd=method; fwd-status="));
  }

  @ParameterizedTest(name = "§2.5 {0}")
  @ValueSource(strings = {"no-store", "private"})
  void whatIsNotStoredIsNotSaidToBe(String directive) {
    Page page = page("Cache-Control: " + directive);
    for (int i = 0; i < 2; i++) {
      String told = page.ask().cacheStatus();
      assertTrue(told.startsWith("larder; fwd=uri-miss; fwd-status=200"), told);
      assertTrue(!told.contains("stored"), told);
    }
  }

  /** §2: caches further up come first. */
  @Test
  void appendedToWhatCameFromFurtherUp() {
    Page page = page(CONTROL, "Cache-Status: far; hit", "Cache-Status: near; fwd=stale");
    String upstream = "far; hit, near; fwd=stale, ";
    assertTells(upstream + "larder; fwd=uri-miss; fwd-status=200; stored", page.ask());
    assertTells(upstream + "larder; hit; ttl=60", page.ask());
  }

  @Test
  void originThatIsGoneHasNoStatus() {
    String told = page().hangsUp().ask().cacheStatus();
    assertTrue(told.startsWith("larder; fwd=uri-miss"), told);
    assertTrue(!told.contains("fwd-status"), told);
  }
}
