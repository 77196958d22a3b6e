package dev.larder.variant;

import java.io.IOException;

/** Content is not in the coding that its label says, or not all of it. */
public final class MalformedContentException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedContentException(String message) {
    super(message);
  }
}
