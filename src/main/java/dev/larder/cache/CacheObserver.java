package dev.larder.cache;

/** Told what the cache does beside answering. Calls come from any thread and must not wait. */
public interface CacheObserver {
  CacheObserver NONE = new CacheObserver() {};

  /** A stored response was validated or fetched anew while no client waited for it. */
  default void refreshed(String site, boolean succeeded) {}

  /** Something happened that the code says cannot; the request got a 500 and the node lives. */
  default void invariantBroken(Throwable what) {}
}
