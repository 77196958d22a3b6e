package dev.larder.origin;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The content of an origin's answer, read once by one thread. */
public interface OriginBody extends AutoCloseable {

  /** The number of bytes announced, or -1. */
  long length();

  /**
   * Waits for at least one byte.
   *
   * @return the number of bytes put into the buffer, or -1 at the end of a complete content
   * @throws IOException when it broke off, stalled or contradicted its framing
   */
  int read(ByteBuffer into) throws IOException;

  /**
   * Whether the framing proves that nothing is missing; false for content that merely ended with
   * its connection. Meaningful after the end.
   */
  boolean provenWhole();

  /** Gives the connection back when all was read, drops it otherwise. Never waits for more. */
  @Override
  void close();
}
