package dev.larder.variant;

import dev.larder.http.ContentCoding;

/** Told of each variant that is made or declined. Must not wait. */
public interface VariantObserver {
  VariantObserver NONE = new VariantObserver() {};

  default void encoded(ContentCoding coding, long bytesIn, long bytesOut) {}

  /**
   * A step was taken.
   *
   * @param waited whether a request waited for it
   * @param nanos of processor time
   */
  default void worked(boolean waited, long nanos) {}

  /** All encoders are busy: the answer leaves as identity. */
  default void busy(ContentCoding coding) {}
}
