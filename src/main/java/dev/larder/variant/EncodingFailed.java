package dev.larder.variant;

/**
 * A variant could not be made to its end: the encoder broke, was closed meanwhile, or the waiting
 * thread was interrupted. The identity is unharmed; the variant's bytes so far are worthless.
 */
public final class EncodingFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EncodingFailed(String message) {
    super(message);
  }

  EncodingFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
