package dev.larder.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many stored responses one key may have beside each other. Clients choose the values of the
 * fields that {@code Vary} names; without a bound, one of them could fill the store with copies of
 * one object.
 */
final class Selectors {
  /** Enough for languages and formats, little for whoever makes values up. */
  static final int MOST_OF_A_KEY = 64;

  /** Keys that are remembered; one that is forgotten may begin anew. */
  private static final int MOST_KEYS = 20_000;

  private final Cache<Long, Set<String>> ofMarkers =
      Caffeine.newBuilder().maximumSize(MOST_KEYS).build();

  /**
   * Whether one more may be stored, or this one is already among them.
   *
   * @param marker the generation of the key's marker
   */
  boolean admit(long marker, String selector) {
    Set<String> known = ofMarkers.get(marker, absent -> ConcurrentHashMap.newKeySet());
    return known.contains(selector) || (known.size() < MOST_OF_A_KEY && known.add(selector));
  }
}
