package dev.larder.server;

import dev.larder.exchange.Content;
import dev.larder.exchange.ExchangeObserver.Finished;
import dev.larder.exchange.Lease;
import dev.larder.exchange.Pick;
import dev.larder.exchange.PlainRequest;
import dev.larder.exchange.PreparedHead;
import dev.larder.exchange.Shelf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * The short way from a plain request to its answer: all that one I/O thread uses again for each of
 * them. It decides nothing: what it sends lay on a shelf.
 */
final class HitLane {
  private static final Logger LOG = LoggerFactory.getLogger(HitLane.class);

  /** Larger heads of requests go the long way. */
  private static final int LARGEST_REQUEST = 8 * 1024;

  /** What is copied leaves with its head in one write, which up to here costs less than two. */
  static final int COPIED = 64 * 1024;

  private static final byte[] END = "\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LAST =
      "Connection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Exchanges exchanges;
  private final Shelf shelf;
  private final HeadScanner scanner;
  private final PlainRequest request = new PlainRequest(LARGEST_REQUEST);
  private final Pick pick = new Pick();
  private final ByteBuffer out =
      ByteBuffer.allocateDirect(PreparedHead.LONGEST + LAST.length + COPIED);

  HitLane(Exchanges exchanges, Shelf shelf) {
    this.exchanges = exchanges;
    this.shelf = shelf;
    this.scanner = new HeadScanner(shelf);
  }

  /**
   * Answers what has been read, if that is one plain request whose answer lies on the shelf.
   *
   * @param read holds it from that index to its position
   * @return whether it was; when not, nothing has happened
   */
  boolean answers(HitConduit conduit, ByteBuffer read, int from) {
    int length = read.position() - from;
    if (length > LARGEST_REQUEST || exchanges.stopping()) {
      return false;
    }
    long begin = System.nanoTime();
    long now = exchanges.clock().millis();
    read.get(from, request.buffer(), 0, length);
    request.begin(length, conduit.client(), conduit.isSecure());
    if (!scanner.isPlain(request) || !found(now)) {
      return false;
    }
    exchanges.began();
    conduit.active(begin);
    send(conduit, now, begin);
    return true;
  }

  /** A shelf that fails is one that has nothing: whoever is asked next fails in his own way. */
  private boolean found(long now) {
    try {
      return shelf.find(request, now, pick);
    } catch (RuntimeException broken) {
      LOG.error("a shelf failed", broken);
      return false;
    }
  }

  private void send(HitConduit conduit, long now, long begin) {
    long given = fill();
    try {
      // Over TLS each write takes a record.
      int taken = 1;
      while (out.hasRemaining() && taken > 0) {
        taken = conduit.sink().write(out);
      }
      Lease file = pick.file();
      if (file != null && !out.hasRemaining()) {
        long turn = Math.min(pick.length(), FileSending.TURN);
        given = FileSending.sent(conduit.sink(), file, 0, turn);
      }
      boolean all = !out.hasRemaining() && given == pick.length();
      if (!all || !conduit.sink().flush()) {
        conduit.goOn(unsent(given, now, begin));
        return;
      }
    } catch (IOException | RuntimeException gone) {
      LOG.debug("an answer broke off", gone);
      end(now, begin, false);
      IoUtils.safeClose(conduit.connection());
      return;
    }
    end(now, begin, true);
    if (request.closes()) {
      conduit.endWrites();
    }
  }

  private void end(long now, long begin, boolean complete) {
    pick.release();
    exchanges.shelved(request, pick, now, System.nanoTime() - begin, complete);
  }

  /** Puts the head into the buffer, and what of the content has room; returns how much of that. */
  private int fill() {
    out.clear();
    pick.head().write(out, pick.seconds());
    out.put(request.closes() ? LAST : END);
    ByteBuffer memory = pick.memory();
    int copied = memory == null ? 0 : Math.min(memory.remaining(), out.remaining());
    if (memory != null) {
      out.put(out.position(), memory, memory.position(), copied);
      out.position(out.position() + copied);
    }
    out.flip();
    return copied;
  }

  private Unsent unsent(long given, long now, long begin) {
    ByteBuffer first = ByteBuffer.allocate(out.remaining()).put(out).flip();
    ByteBuffer memory = pick.memory();
    ByteBuffer rest =
        memory == null ? null : memory.duplicate().position(memory.position() + (int) given);
    Lease lent = pick.file();
    Content.Stored file =
        lent == null ? null : new Content.Stored(null, lent, given, pick.length() - given);
    Finished exchange = Finished.of(request, pick, now, 0, false);
    return new Unsent(exchange, begin, request.closes(), first, rest, file, pick.length());
  }

  Exchanges exchanges() {
    return exchanges;
  }

  /** A buffer for whoever is at it; what was in there is gone. */
  ByteBuffer buffer() {
    return out.clear();
  }

  /** Tells of an exchange that took longer than its first write. */
  void ended(Finished exchange) {
    exchanges.ended(exchange);
  }
}
