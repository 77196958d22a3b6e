package dev.larder.variant;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One brotli stream (RFC 7932). Drives the native decoder itself, because the library's stream
 * fails on some valid content with long runs.
 */
final class BrotliDecompressor implements Decompressor {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final DecoderJNI.Wrapper decoder;

  /** What the decoder handed out and had no room yet; it is the decoder's memory. */
  private ByteBuffer pending = NOTHING;

  private boolean flushed;

  /**
   * @throws IOException when the native decoder cannot be made, for want of memory
   */
  BrotliDecompressor(int inputBytes) throws IOException {
    this.decoder = new DecoderJNI.Wrapper(inputBytes);
  }

  /**
   * One that decodes against a dictionary (RFC 9842 §4).
   *
   * @param dictionary a direct buffer, which must not change meanwhile
   */
  static BrotliDecompressor against(ByteBuffer dictionary, int inputBytes) throws IOException {
    BrotliDecompressor decompressor = new BrotliDecompressor(inputBytes);
    if (!decompressor.decoder.attachDictionary(dictionary)) {
      decompressor.free();
      throw new IOException("the brotli decoder takes no such dictionary");
    }
    return decompressor;
  }

  @Override
  public void decode(ByteBuffer input, boolean last, ByteBuffer into)
      throws MalformedContentException {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = drain(into) && !ended() && push(input, last);
    }
    if (ended() && input.hasRemaining()) {
      throw new MalformedContentException("bytes follow the end of a brotli stream");
    }
  }

  /** Hands on what there is; returns whether there was room for all. */
  private boolean drain(ByteBuffer into) {
    while (pending.hasRemaining() || decoder.hasOutput()) {
      if (!pending.hasRemaining()) {
        pending = decoder.pull();
      }
      int count = Math.min(pending.remaining(), into.remaining());
      into.put(pending.slice(pending.position(), count));
      pending.position(pending.position() + count);
      if (!into.hasRemaining()) {
        return false;
      }
    }
    return true;
  }

  /** Returns false when there is nothing to go on with. */
  private boolean push(ByteBuffer input, boolean last) throws MalformedContentException {
    switch (decoder.getStatus()) {
      case OK, NEEDS_MORE_OUTPUT -> decoder.push(0);
      case NEEDS_MORE_INPUT -> {
        if (!input.hasRemaining()) {
          return pushEnd(last);
        }
        ByteBuffer room = decoder.getInputBuffer().clear();
        int count = Math.min(room.remaining(), input.remaining());
        room.put(input.slice(input.position(), count));
        input.position(input.position() + count);
        decoder.push(count);
      }
      case DONE -> {
        return false;
      }
      case ERROR -> throw new MalformedContentException("this is not brotli");
    }
    return true;
  }

  /** At the end of its input a decoder must be asked once more for what it holds back. */
  private boolean pushEnd(boolean last) throws MalformedContentException {
    if (!last) {
      return false;
    }
    if (flushed) {
      throw new MalformedContentException("a brotli stream is cut short");
    }
    flushed = true;
    decoder.push(0);
    return true;
  }

  @Override
  public boolean ended() {
    return decoder.getStatus() == DecoderJNI.Status.DONE
        && !pending.hasRemaining()
        && !decoder.hasOutput();
  }

  @Override
  public int streams() {
    return ended() ? 1 : 0;
  }

  @Override
  public void free() {
    decoder.destroy();
  }
}
