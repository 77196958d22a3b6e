package dev.larder.origin;

import java.io.IOException;

/** A connection died before a single byte of the answer: the request may never have been read. */
final class NoAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  NoAnswerException(IOException cause) {
    super("the connection ended before a byte of the answer", cause);
  }
}
