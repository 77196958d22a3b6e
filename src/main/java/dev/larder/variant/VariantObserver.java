package dev.larder.variant;

import dev.larder.http.ContentCoding;

/** Told of each variant that is made or declined. Must not wait. */
public interface VariantObserver {
  VariantObserver NONE = new VariantObserver() {};

  default void encoded(ContentCoding coding, long bytesIn, long bytesOut) {}

  /** All encoders are busy: the answer leaves as identity. */
  default void busy(ContentCoding coding) {}
}
