package dev.larder.server;

import dev.larder.exchange.Content;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Lies below Undertow's reading of HTTP/1.1 on a connection. What it reads is answered at once if
 * that is a plain request whose answer lies on the shelf, and Undertow sees as if nothing had been
 * read; all else Undertow gets untouched.
 *
 * <p>From the first byte that Undertow gets on, to the end of the exchange that this began, it
 * looks at nothing: those bytes may be content, or the middle of a head. Where Undertow holds more
 * than that exchange needed, it waits for the end of the next one.
 */
final class HitConduit extends AbstractStreamSourceConduit<StreamSourceConduit> {
  private final StreamConnection connection;
  private final HitLane lane;
  private final String client;
  private final boolean secure;

  /** Written by whatever thread ends an exchange, before Undertow reads on. */
  private volatile boolean handedOn;

  private @Nullable Unsent unsent;

  /** Off by little when several threads write it, which is no matter. */
  private volatile long activeNanos = System.nanoTime();

  /** Whether Undertow's exchange is under way. */
  private volatile boolean inExchange;

  /**
   * A conduit.
   *
   * @param begun whether Undertow has bytes of the first request already
   */
  HitConduit(StreamConnection connection, HitLane lane, boolean secure, boolean begun) {
    super(connection.getSourceChannel().getConduit());
    this.connection = connection;
    this.lane = lane;
    this.secure = secure;
    this.handedOn = begun;
    this.client = connection.getPeerAddress(InetSocketAddress.class).getAddress().getHostAddress();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (unsent != null) {
      return 0;
    }
    int from = into.position();
    int count = super.read(into);
    if (count <= 0) {
      return count;
    }
    if (handedOn) {
      activeNanos = System.nanoTime();
      return count;
    }
    if (lane.answers(this, into, from)) {
      into.position(from);
      return 0;
    }
    handedOn = true;
    return count;
  }

  /** While an answer is being sent, the next request waits in the kernel. */
  @Override
  public void resumeReads() {
    if (unsent == null) {
      super.resumeReads();
    }
  }

  @Override
  public void wakeupReads() {
    if (unsent == null) {
      super.wakeupReads();
    }
  }

  StreamConnection connection() {
    return connection;
  }

  ConduitStreamSinkChannel sink() {
    return connection.getSinkChannel();
  }

  String client() {
    return client;
  }

  boolean isSecure() {
    return secure;
  }

  /** Notes that something happened. */
  void active(long nanos) {
    activeNanos = nanos;
  }

  /** Told when Undertow's exchange begins. */
  void exchangeBegins() {
    inExchange = true;
  }

  /**
   * Told when it has ended.
   *
   * @param more whether Undertow holds bytes of the next request
   */
  void exchangeEnds(boolean more) {
    activeNanos = System.nanoTime();
    inExchange = false;
    handedOn = more;
  }

  // -- writing on
  // ----------------------------------------------------------------------------------

  /** Sends the rest of an answer as the connection takes it. */
  void goOn(Unsent rest) {
    unsent = rest;
    super.suspendReads();
    sink().setWriteListener(sink -> writeOn());
    sink().resumeWrites();
  }

  private void writeOn() {
    Unsent rest = unsent;
    if (rest == null) {
      sink().suspendWrites();
      return;
    }
    try {
      long before = rest.left();
      boolean done = rest.write(sink(), lane.buffer());
      if (rest.left() < before) {
        activeNanos = System.nanoTime();
      }
      if (done) {
        sink().suspendWrites();
        sendFile(rest);
      }
    } catch (IOException gone) {
      breakOff();
    }
  }

  private void sendFile(Unsent rest) {
    Content.Stored file = rest.file();
    if (file == null) {
      finish(rest);
      return;
    }
    Exchanges exchanges = lane.exchanges();
    new FileSending(
            sink(), file, exchanges.options().stallTimeout(), exchanges.sendings(), new End(rest))
        .begin();
  }

  private void finish(Unsent rest) {
    unsent = null;
    lane.ended(rest.ended(true));
    super.resumeReads();
    if (rest.isLast()) {
      endWrites();
    }
  }

  /** Of the sending of a file's part. */
  private final class End implements FileSending.End {
    private final Unsent rest;

    End(Unsent rest) {
      this.rest = rest;
    }

    @Override
    public void sent() {
      rest.fileSent();
      finish(rest);
    }

    /** Reads ahead on another thread, and goes on here. */
    @Override
    public void unready(Content.Stored left) {
      rest.left(left);
      elsewhere(() -> {
        boolean read = ReadAhead.of(left);
        connection
            .getIoThread()
            .execute(() -> {
              if (read) {
                sendFile(rest);
              } else {
                breakOff();
              }
            });
      });
    }

    @Override
    public void broken(Content.Stored left, Exception why) {
      rest.left(left);
      elsewhere(() -> {
        ReadAhead.doubt(left);
        connection.getIoThread().execute(HitConduit.this::breakOff);
      });
    }

    private void elsewhere(Runnable task) {
      try {
        lane.exchanges().execute(task);
      } catch (RejectedExecutionException stopped) {
        breakOff();
      }
    }
  }

  /** Undertow closes the connection when it sees that writing has ended and the client is gone. */
  void endWrites() {
    try {
      sink().shutdownWrites();
      if (!sink().flush()) {
        IoUtils.safeClose(connection);
      }
    } catch (IOException gone) {
      IoUtils.safeClose(connection);
    }
  }

  private void breakOff() {
    Unsent rest = unsent;
    unsent = null;
    IoUtils.safeClose(connection);
    if (rest != null) {
      lane.ended(rest.ended(false));
    }
  }

  // -- patience
  // ------------------------------------------------------------------------------------

  /**
   * Ends a connection that has been silent for too long, or does not take its answer.
   *
   * @return whether it is open still
   */
  boolean outlasts(long nowNanos, long idleNanos, long stallNanos) {
    if (!connection.isOpen()) {
      if (unsent != null && unsent.file() == null) {
        breakOff();
      }
      return unsent != null;
    }
    long silent = nowNanos - activeNanos;
    if (unsent != null && unsent.file() == null && silent > stallNanos) {
      breakOff();
      return false;
    }
    if (unsent == null && !inExchange && silent > idleNanos) {
      IoUtils.safeClose(connection);
      return false;
    }
    return true;
  }
}
