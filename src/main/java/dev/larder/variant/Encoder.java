package dev.larder.variant;

import java.nio.ByteBuffer;

/**
 * Encodes one representation, step by step, on the workshop's own threads while the caller waits.
 * What comes out depends on the bytes alone, never on how they were cut into steps. For one caller
 * at a time.
 */
public interface Encoder extends AutoCloseable {

  /**
   * Encodes the buffer's remaining bytes.
   *
   * @return what is ready to be sent, possibly empty; valid until the next call
   */
  ByteBuffer encode(ByteBuffer bytes);

  /** Ends the representation and returns its last bytes. */
  ByteBuffer finish();

  /** Frees what it holds. Must be called; calling twice does no harm. */
  @Override
  void close();
}
