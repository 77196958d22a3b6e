package dev.larder.variant;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One stream through the workshop.
 *
 * <p><b>Chunks.</b> Input is gathered into chunks that end at fixed offsets of the representation:
 * after the first 16 KiB, then after each 64 KiB. Each chunk is one step and one flush. So a reader
 * of a streamed answer is never more than a chunk behind, and the output depends on the input
 * alone: the codec never sees how the caller cut it. The first chunk is short because a browser
 * acts on the beginning of a page or a style sheet.
 *
 * <p><b>Threads.</b> The caller copies bytes and waits; only coder threads touch the codec, which
 * is native memory. A stream has one step under way at most, so the queue they share, first come
 * first served, is a turn for each stream.
 *
 * <p><b>Freeing.</b> Exactly one of these frees the codec, decided under the monitor: the last
 * step, a step that failed, the step during which the stream was closed, or, when no step is under
 * way, a task that {@link #close()} leaves to the coders. The place in the workshop is given back
 * with it, so that the bound on open encoders is a bound on native memory.
 */
final class SteppedEncoder implements Encoder {
  private static final int FIRST_CHUNK = 16 * 1024;
  static final int CHUNK = 64 * 1024;

  /** Told of the stream's end. Called once each at most. */
  interface Ending {
    /** The representation was encoded to its end. */
    void finished(long bytesIn, long bytesOut);

    /** Whatever the stream held is free. */
    void freed();
  }

  private enum State {
    IDLE,
    STEPPING,
    /** Closed during a step, which will free the codec. */
    CLOSING,
    /** Nothing is held any more, or a task to free it is on its way. */
    ENDED
  }

  private final ExecutorService coders;
  private final Codec.Maker maker;
  private final Ending ending;
  private final EncodedBytes encoded = new EncodedBytes();
  private byte[] chunk = new byte[FIRST_CHUNK];
  private int filled;
  private long bytesIn;
  private long bytesOut;

  /** Made by the first step, so that opening a stream costs no native call. */
  private @Nullable Codec codec;

  private State state = State.IDLE;

  SteppedEncoder(ExecutorService coders, Codec.Maker maker, Ending ending) {
    this.coders = coders;
    this.maker = maker;
    this.ending = ending;
  }

  @Override
  public ByteBuffer encode(ByteBuffer bytes) {
    requireOpen();
    encoded.clear();
    bytesIn += bytes.remaining();
    while (bytes.hasRemaining()) {
      int count = Math.min(bytes.remaining(), chunk.length - filled);
      bytes.get(chunk, filled, count);
      filled += count;
      if (filled == chunk.length) {
        step(false);
        chunk = chunk.length == CHUNK ? chunk : new byte[CHUNK];
        filled = 0;
      }
    }
    return output();
  }

  @Override
  public ByteBuffer finish() {
    requireOpen();
    encoded.clear();
    step(true);
    ByteBuffer output = output();
    ending.finished(bytesIn, bytesOut);
    return output;
  }

  private ByteBuffer output() {
    ByteBuffer output = encoded.view();
    bytesOut += output.remaining();
    return output;
  }

  private synchronized void requireOpen() {
    if (state != State.IDLE) {
      throw new EncodingFailed("the encoder has ended");
    }
  }

  /** Has the gathered chunk encoded and waits for it. */
  private void step(boolean last) {
    Future<?> step = submit(last);
    try {
      step.get();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new EncodingFailed("interrupted while a step was under way", e);
    } catch (ExecutionException e) {
      throw new EncodingFailed("a step failed", e.getCause() == null ? e : e.getCause());
    }
  }

  private Future<?> submit(boolean last) {
    synchronized (this) {
      requireOpen();
      state = State.STEPPING;
    }
    try {
      return coders.submit(() -> {
        runStep(last);
        return null;
      });
    } catch (RejectedExecutionException e) {
      settle(false);
      throw new EncodingFailed("the workshop is closed", e);
    }
  }

  private void runStep(boolean last) throws IOException {
    boolean goesOn = false;
    try {
      requireUnclosed();
      Codec stream = codec == null ? maker.make() : codec;
      codec = stream;
      if (last) {
        stream.finish(chunk, filled, encoded);
      } else {
        stream.flush(chunk, filled, encoded);
        goesOn = true;
      }
    } finally {
      settle(goesOn);
    }
  }

  private synchronized void requireUnclosed() throws IOException {
    if (state == State.CLOSING) {
      throw new IOException("the encoder was closed before the step began");
    }
  }

  /** Ends a step: makes the stream ready for the next one, or frees it. */
  private void settle(boolean goesOn) {
    synchronized (this) {
      if (goesOn && state == State.STEPPING) {
        state = State.IDLE;
        return;
      }
      state = State.ENDED;
    }
    free();
  }

  /** Frees the stream; during a step, leaves that to the step. */
  @Override
  public void close() {
    synchronized (this) {
      if (state == State.STEPPING) {
        state = State.CLOSING;
      }
      if (state != State.IDLE) {
        return;
      }
      state = State.ENDED;
    }
    try {
      coders.execute(this::free);
    } catch (RejectedExecutionException e) {
      // The workshop is closed and has no threads left; native memory must be freed all the same.
      free();
    }
  }

  private void free() {
    Codec stream = codec;
    codec = null;
    if (stream != null) {
      stream.free();
    }
    ending.freed();
  }
}
