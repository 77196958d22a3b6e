package dev.larder.cache;

import dev.larder.rules.AssetGuard;

/** Told what the cache does beside answering. Calls come from any thread and must not wait. */
public interface CacheObserver {
  CacheObserver NONE = new CacheObserver() {};

  /** A stored response was validated or fetched anew while no client waited for it. */
  default void refreshed(String site, boolean succeeded) {}

  /**
   * An answer varies by a request field (lower case) that its site does not vary by: everybody gets
   * the same.
   */
  default void varyIgnored(String site, String field) {}

  /**
   * An answer was not what its URL promises, and was not stored.
   *
   * @param target path and query
   * @param again whether the same was told within the last minute
   */
  default void objected(
      String site, String target, AssetGuard.Objection objection, boolean again) {}

  /**
   * A client got a delta.
   *
   * @param saved bytes that it is shorter than the ordinary variant
   */
  default void deltaServed(String site, long saved) {}

  /** A client offered a dictionary that is not stored (any more). */
  default void unknownDictionary(String site) {}

  /** A delta could not be made; the client got an ordinary variant. */
  default void deltaFailed(String target, Exception why) {}

  /** Something happened that the code says cannot; the request got a 500 and the node lives. */
  default void invariantBroken(Throwable what) {}
}
