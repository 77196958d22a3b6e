package dev.larder.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One reader's place in content that may still be arriving. For one thread at a time. */
public interface Tail extends AutoCloseable {

  /**
   * Waits until there is at least one byte.
   *
   * @return the number of bytes put into the buffer, or -1 at the end of a <em>complete</em>
   *     content
   * @throws IOException when the content broke off: what was read so far is not all of it, and the
   *     client must be able to tell
   */
  int read(ByteBuffer into) throws IOException;

  @Override
  void close();
}
