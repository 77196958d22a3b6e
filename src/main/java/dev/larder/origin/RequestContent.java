package dev.larder.origin;

import dev.larder.exchange.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * A request's content on its way to the origin.
 *
 * <p>HttpCore ends the chunked coding properly even when writing the content failed, which would
 * make half an upload look like a whole one. So whatever goes wrong here severs the connection
 * first.
 */
final class RequestContent extends AbstractHttpEntity {
  private static final int PIECE = 16 * 1024;

  private final RequestBody body;
  private final Progress progress;

  /** What has to happen around the pieces of content. */
  interface Progress {
    /** The client is waited for, not the origin. */
    void reading();

    /** The origin has to take a piece, or to answer. */
    void writing();

    /** The content broke off: the connection must not be used any more. */
    void broken();
  }

  RequestContent(RequestBody body, Progress progress) {
    super((String) null, null, body.length() < 0);
    this.body = body;
    this.progress = progress;
  }

  @Override
  public long getContentLength() {
    return body.length();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    boolean whole = false;
    try {
      copy(out);
      whole = true;
    } finally {
      if (!whole) {
        progress.broken();
      }
    }
  }

  private void copy(OutputStream out) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    long sent = 0;
    progress.reading();
    for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
      progress.writing();
      out.write(piece.array(), 0, piece.position());
      sent += count;
      piece.clear();
      progress.reading();
    }
    progress.writing();
    if (body.length() >= 0 && sent != body.length()) {
      throw new IOException("the request's content is not as long as was announced");
    }
  }

  @Override
  public @Nullable InputStream getContent() {
    throw new UnsupportedOperationException("the content can only be written");
  }

  @Override
  public boolean isStreaming() {
    return true;
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public void close() {}
}
