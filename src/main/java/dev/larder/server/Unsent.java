package dev.larder.server;

import dev.larder.exchange.Content;
import dev.larder.exchange.ExchangeObserver.Finished;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSinkChannel;

/** The rest of an answer, when the connection does not take it at once. */
final class Unsent {
  private final Finished exchange;
  private final long begin;
  private final boolean last;
  private final ByteBuffer first;
  private final @Nullable ByteBuffer rest;
  private final long length;

  /** What of a file is to follow; owned. */
  private Content.@Nullable Stored file;

  /**
   * A rest.
   *
   * @param exchange as it began
   * @param begin in nanoseconds
   * @param last whether the connection ends with it
   * @param first what was ready to be written
   * @param rest content after that
   * @param file content after that, which is given back at the end
   * @param length bytes of the whole content
   */
  Unsent(
      Finished exchange,
      long begin,
      boolean last,
      ByteBuffer first,
      @Nullable ByteBuffer rest,
      Content.@Nullable Stored file,
      long length) {
    this.exchange = exchange;
    this.begin = begin;
    this.last = last;
    this.first = first;
    this.rest = rest;
    this.file = file;
    this.length = length;
  }

  boolean isLast() {
    return last;
  }

  /** What of a file is left once all else is written; null when there is none. */
  Content.@Nullable Stored file() {
    return file;
  }

  /** Notes what of it is left now. */
  void left(Content.Stored rest) {
    file = rest;
  }

  /** Notes that nothing of it is left. */
  void fileSent() {
    if (file != null) {
      file.release();
      file = null;
    }
  }

  /**
   * Writes what the connection takes of what is in memory.
   *
   * @param through a direct buffer to copy content into
   * @return whether that was all
   */
  boolean write(ConduitStreamSinkChannel sink, ByteBuffer through) throws IOException {
    while (first.hasRemaining()) {
      if (sink.write(first) == 0) {
        return false;
      }
    }
    while (rest != null && rest.hasRemaining()) {
      int count = Math.min(rest.remaining(), HitLane.COPIED);
      through.clear().put(0, rest, rest.position(), count).limit(count);
      sink.write(through);
      // What was taken is where it stands: TLS may take some and say that it could not go on.
      int taken = through.position();
      rest.position(rest.position() + taken);
      if (taken == 0) {
        return false;
      }
    }
    return sink.flush();
  }

  /** Bytes that are left, which tells whether any were taken. */
  long left() {
    return first.remaining()
        + (rest == null ? 0L : rest.remaining())
        + (file == null ? 0L : file.length());
  }

  /** The exchange at its end. */
  Finished ended(boolean complete) {
    long sent = Math.max(0, length - left());
    fileSent();
    return exchange.ended(Duration.ofNanos(System.nanoTime() - begin), sent, complete);
  }
}
