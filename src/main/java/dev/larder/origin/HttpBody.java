package dev.larder.origin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Content as it comes over a connection. The connection goes back as soon as the end is reached,
 * not when a slow reader gets round to closing.
 */
final class HttpBody implements OriginBody {
  private static final int PIECE = 16 * 1024;

  private final PooledConnection connection;
  private final @Nullable InputStream content;
  private final ResponseFraming framing;
  private final boolean persist;
  private final LongConsumer received;
  private long bytes;
  private boolean ended;
  private boolean closed;

  /**
   * @param content null when there is none, whose end is then reached at once
   * @param persist whether the connection may be used again
   * @param received told the number of bytes read, once
   */
  HttpBody(
      PooledConnection connection,
      @Nullable InputStream content,
      ResponseFraming framing,
      boolean persist,
      LongConsumer received) {
    this.connection = connection;
    this.content = content;
    this.framing = framing;
    this.persist = persist;
    this.received = received;
    if (content == null) {
      end();
    }
  }

  @Override
  public long length() {
    return switch (framing) {
      case ResponseFraming.NoContent() -> 0;
      case ResponseFraming.Length(long length) -> length;
      case ResponseFraming.Chunked(), ResponseFraming.UntilClose() -> -1;
    };
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (ended || content == null) {
      return -1;
    }
    if (closed) {
      throw new IOException("the content was closed before its end");
    }
    int count = readInto(content, into);
    if (count < 0) {
      end();
      return -1;
    }
    bytes += count;
    if (framing instanceof ResponseFraming.Length(long length) && bytes == length) {
      end();
    }
    return count;
  }

  private int readInto(InputStream from, ByteBuffer into) throws IOException {
    if (into.hasArray()) {
      int at = into.arrayOffset() + into.position();
      int count = from.read(into.array(), at, into.remaining());
      if (count > 0) {
        into.position(into.position() + count);
      }
      return count;
    }
    byte[] piece = new byte[Math.min(PIECE, into.remaining())];
    int count = from.read(piece, 0, piece.length);
    if (count > 0) {
      into.put(piece, 0, count);
    }
    return count;
  }

  private void end() {
    ended = true;
    if (persist && !(framing instanceof ResponseFraming.UntilClose)) {
      connection.giveBack();
    } else {
      connection.abort();
    }
  }

  @Override
  public boolean provenWhole() {
    return ended && !(framing instanceof ResponseFraming.UntilClose);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      connection.abort();
      received.accept(bytes);
    }
  }
}
