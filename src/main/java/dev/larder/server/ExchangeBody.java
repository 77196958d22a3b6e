package dev.larder.server;

import dev.larder.exchange.RequestBody;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSourceChannel;

/**
 * The content of a request, read as far as the answerer wants it. It is counted here: Undertow's
 * own limit closes the connection, and with it goes the answer that says why.
 */
final class ExchangeBody implements RequestBody {
  /** What is thrown away at most so that a client that still sends may read its answer. */
  private static final int LARGEST_REST = 1 << 20;

  private static final Duration PATIENCE_WITH_REST = Duration.ofSeconds(2);

  private final HttpServerExchange exchange;
  private final long length;
  private final long largest;
  private final Duration patience;
  private @Nullable StreamSourceChannel channel;
  private long taken;
  private boolean ended;

  ExchangeBody(HttpServerExchange exchange, long length, ServerOptions options) {
    this.exchange = exchange;
    this.length = length;
    this.largest = options.largestBody();
    this.patience = options.stallTimeout();
    this.ended = length == 0;
  }

  @Override
  public long length() {
    return length;
  }

  /** Whether the client sent more than is taken, whatever it announced. */
  boolean tooLarge() {
    return taken > largest;
  }

  /** Whether all of it was read. */
  boolean ended() {
    return ended;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int count = read(into, patience);
    if (tooLarge()) {
      throw new IOException("the content is larger than " + largest + " bytes");
    }
    return count;
  }

  private int read(ByteBuffer into, Duration patience) throws IOException {
    if (ended) {
      return -1;
    }
    StreamSourceChannel source = channel == null ? exchange.getRequestChannel() : channel;
    if (source == null) {
      ended = true;
      return -1;
    }
    channel = source;
    int count = source.read(into);
    while (count == 0 && into.hasRemaining()) {
      Readiness.ofReading(source, patience);
      count = source.read(into);
    }
    ended = count < 0;
    taken += Math.max(count, 0);
    return count;
  }

  /**
   * Reads what nobody wanted, where it is little and comes soon. Closing a connection with unread
   * bytes makes TCP throw away the answer that is on its way.
   *
   * @return whether that was all
   */
  boolean discardRest() {
    if (ended) {
      return true;
    }
    ByteBuffer rest = ByteBuffer.allocate(16 * 1024);
    long begin = taken;
    try {
      while (!ended && taken - begin < LARGEST_REST) {
        read(rest.clear(), PATIENCE_WITH_REST);
      }
      return ended;
    } catch (IOException gone) {
      return false;
    }
  }
}
