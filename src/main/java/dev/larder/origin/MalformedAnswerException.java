package dev.larder.origin;

import java.io.IOException;

/** What came from an origin is not HTTP/1.1, is ambiguous, or breaks one of our bounds. */
final class MalformedAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedAnswerException(String message) {
    super(message);
  }
}
