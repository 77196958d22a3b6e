package dev.larder.variant;

import com.aayushatharva.brotli4j.encoder.Encoder;
import com.aayushatharva.brotli4j.encoder.PreparedDictionary;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A dictionary as the native encoder wants it: content whose repetitions are indexed. Holds several
 * times the content's bytes of native memory until it is freed, which the library does only when it
 * is asked to by an interface that its type does not name.
 */
final class BrotliDictionary {
  /** Content as it is, in the words of the library. */
  private static final int RAW = 0;

  private final PreparedDictionary prepared;

  /**
   * Indexes.
   *
   * @param content a direct buffer, which must not change while the dictionary is in use
   */
  BrotliDictionary(ByteBuffer content) throws IOException {
    this.prepared = Encoder.prepareDictionary(content.duplicate(), RAW);
    if (!(prepared instanceof AutoCloseable)) {
      throw new IOException("a dictionary of this brotli library cannot be freed");
    }
  }

  ByteBuffer prepared() {
    return prepared.getData();
  }

  void free() {
    try {
      ((AutoCloseable) prepared).close();
    } catch (Exception broken) {
      throw new IllegalStateException("a dictionary could not be freed", broken);
    }
  }
}
