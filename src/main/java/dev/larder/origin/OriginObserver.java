package dev.larder.origin;

import java.time.Duration;

/** Told of each fetch. Must not wait. */
public interface OriginObserver {
  OriginObserver NONE = new OriginObserver() {};

  /** A head arrived. */
  default void answered(String origin, int status, Duration untilHead) {}

  default void failed(String origin, Fetched.Failure failure) {}

  /** Content was read to its end or given up. */
  default void received(String origin, long bytes) {}
}
