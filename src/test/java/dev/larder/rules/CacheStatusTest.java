package dev.larder.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CacheStatusTest {

  @Test
  void hitsTellWhatRemains() {
    assertEquals("larder; hit; ttl=59", CacheStatus.hit(59, null));
    assertEquals("larder; hit; ttl=-3; detail=\"stale\"", CacheStatus.hit(-3, "stale"));
  }

  @Test
  void forwardedRequestsTellWhyAndWhatBecameOfThem() {
    assertEquals(
        "larder; fwd=uri-miss; fwd-status=200; stored; collapsed; detail=\"d\"",
        CacheStatus.forwarded(ForwardReason.URI_MISS, 200, true, true, "d"));
    assertEquals(
        "larder; fwd=stale", CacheStatus.forwarded(ForwardReason.STALE, 0, false, false, null));
  }

  @Test
  void ownAnswersAreNeither() {
    assertEquals("larder", CacheStatus.local(null));
    assertEquals("larder; detail=\"no\"", CacheStatus.local("no"));
  }

  @Test
  void detailIsAStringOfStructuredFields() {
    assertEquals("larder; detail=\"a\\\"b\\\\c?d?e\"", CacheStatus.local("a\"b\\c\nd\u00fce"));
  }

  @Test
  void reasonsAreThoseOfTheRfc() {
    assertEquals(
        List.of("bypass", "method", "uri-miss", "vary-miss", "miss", "request", "stale", "partial"),
        Arrays.stream(ForwardReason.values()).map(ForwardReason::token).toList());
  }

  @Property
  void everyDetailIsOneWellFormedString(@ForAll String detail) {
    assertTrue(
        CacheStatus.local(detail).matches("larder; detail=\"([ !#-\\[\\]-~]|\\\\\"|\\\\\\\\)*\""));
  }
}
