package dev.larder.store.disk;

import java.io.IOException;

/** A file of the store does not hold what it should. The message says what is wrong with it. */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  public DamagedFileException(String what) {
    super(what);
  }
}
