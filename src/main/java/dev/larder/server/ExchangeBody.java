package dev.larder.server;

import dev.larder.exchange.RequestBody;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSourceChannel;

/** The content of a request, read as far as the answerer wants it. */
final class ExchangeBody implements RequestBody {
  private final HttpServerExchange exchange;
  private final long length;
  private final Duration patience;
  private @Nullable StreamSourceChannel channel;
  private boolean tooLarge;

  ExchangeBody(HttpServerExchange exchange, long length, Duration patience) {
    this.exchange = exchange;
    this.length = length;
    this.patience = patience;
  }

  @Override
  public long length() {
    return length;
  }

  /** Whether the client sent more than is taken, whatever it announced. */
  boolean tooLarge() {
    return tooLarge;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (length == 0) {
      return -1;
    }
    StreamSourceChannel source = channel == null ? exchange.getRequestChannel() : channel;
    channel = source;
    try {
      int count = source.read(into);
      while (count == 0 && into.hasRemaining()) {
        Readiness.ofReading(source, patience);
        count = source.read(into);
      }
      return count;
    } catch (RequestTooBigException e) {
      tooLarge = true;
      throw e;
    }
  }
}
