package dev.larder.variant;

/**
 * A stream could not be worked on to its end: the coder broke, was closed meanwhile, or the waiting
 * thread was interrupted. What it was made from is unharmed; what came out so far is worthless.
 */
public final class CodingFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CodingFailed(String message) {
    super(message);
  }

  CodingFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
