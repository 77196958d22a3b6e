package dev.larder.server;

import dev.larder.exchange.Content;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
final class HitConduit extends AbstractStreamSourceConduit<StreamSourceConduit>
    implements Sendings.Sending {
  /** What the client may take to close its side after the last answer. */
  private static final long LINGERING = TimeUnit.SECONDS.toNanos(10);

  private final StreamConnection connection;
  private final HitLane lane;
  private final String client;
  private final boolean secure;

  /** Written by whatever thread ends an exchange, before Undertow reads on. */
  private volatile boolean handedOn;

  /** What came along with the end of the handshake, until it is read. */
  private @Nullable ByteBuffer early;

  private @Nullable Unsent unsent;

  /** Whether the sending of a file, which has a patience of its own, has the rest. */
  private boolean sendingFile;

  /** Whether the answer was the last. */
  private boolean ended;

  /** Off by little when several threads write it, which is no matter. */
  private volatile long activeNanos = System.nanoTime();

  /** Whether Undertow's exchange is under way. */
  private volatile boolean inExchange;

  /**
   * A conduit.
   *
   * @param early what was read from the connection before, and comes first; at most a buffer of
   *     Undertow's; null for nothing
   */
  HitConduit(
      StreamConnection connection, HitLane lane, boolean secure, @Nullable ByteBuffer early) {
    super(connection.getSourceChannel().getConduit());
    this.connection = connection;
    this.lane = lane;
    this.secure = secure;
    this.early = early;
    this.client = connection.getPeerAddress(InetSocketAddress.class).getAddress().getHostAddress();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (unsent != null) {
      return 0;
    }
    int from = into.position();
    int count = receive(into);
    if (count <= 0) {
      return count;
    }
    if (ended) {
      IoUtils.safeClose(connection);
      return -1;
    }
    if (handedOn) {
      activeNanos = System.nanoTime();
      return count;
    }
    if (lane.answers(this, into, from)) {
      into.position(from);
      return connection.isOpen() ? 0 : -1;
    }
    handedOn = true;
    return count;
  }

  /** A buffer of Undertow's has room for what was in another. */
  private int receive(ByteBuffer into) throws IOException {
    ByteBuffer first = early;
    if (first == null) {
      return super.read(into);
    }
    early = null;
    int count = first.remaining();
    into.put(first);
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

  // -- writing on ------------------------------------------------------------------------------

  /** Sends the rest of an answer as the connection takes it. */
  void goOn(Unsent rest) {
    unsent = rest;
    lane.exchanges().sendings().add(this);
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
      } else {
        // Again, since TLS may have put the socket's to rest for reasons of its own.
        sink().resumeWrites();
      }
    } catch (IOException | RuntimeException gone) {
      breakOffNow();
    }
  }

  private void sendFile(Unsent rest) {
    Content.Stored file = rest.file();
    if (file == null) {
      finish(rest);
      return;
    }
    sendingFile = true;
    Exchanges exchanges = lane.exchanges();
    new FileSending(
            sink(), file, exchanges.options().stallTimeout(), exchanges.sendings(), new End(rest))
        .begin();
  }

  private void finish(Unsent rest) {
    unsent = null;
    sendingFile = false;
    activeNanos = System.nanoTime();
    lane.exchanges().sendings().remove(this);
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

    /** TLS may hold the last record still, which nobody but the sink would send on. */
    @Override
    public void sent() {
      rest.fileSent();
      sendingFile = false;
      activeNanos = System.nanoTime();
      sink().setWriteListener(sink -> writeOn());
      writeOn();
    }

    /** Reads ahead on another thread, and goes on here. */
    @Override
    public void unready(Content.Stored left) {
      rest.left(left);
      elsewhere(() -> ReadAhead.of(left), () -> sendFile(rest));
    }

    @Override
    public void broken(Content.Stored left, Exception why) {
      rest.left(left);
      elsewhere(() -> ReadAhead.doubt(left), HitConduit.this::breakOffNow);
    }

    /** Has a task done where it may wait, and goes on here as it says; whatever it does. */
    private void elsewhere(BooleanSupplier task, Runnable then) {
      Runnable waiting =
          () -> {
            boolean well = false;
            try {
              well = task.getAsBoolean();
            } finally {
              connection.getIoThread().execute(well ? then : HitConduit.this::breakOffNow);
            }
          };
      try {
        lane.exchanges().execute(waiting);
      } catch (RejectedExecutionException stopped) {
        breakOffNow();
      }
    }
  }

  /**
   * Ends the connection after its last answer. What was written the kernel delivers, and nothing is
   * left to be read that could make it say otherwise. TLS says goodbye first, and Undertow closes
   * the connection when the client has gone.
   */
  void endWrites() {
    ended = true;
    if (!secure) {
      IoUtils.safeClose(connection);
      return;
    }
    try {
      sink().shutdownWrites();
      if (!sink().flush()) {
        IoUtils.safeClose(connection);
      }
    } catch (IOException gone) {
      IoUtils.safeClose(connection);
    }
  }

  /** From any thread. */
  @Override
  public void breakOff() {
    connection
        .getIoThread()
        .execute(() -> {
          if (!sendingFile) {
            breakOffNow();
          }
        });
  }

  private void breakOffNow() {
    Unsent rest = unsent;
    unsent = null;
    sendingFile = false;
    IoUtils.safeClose(connection);
    if (rest != null) {
      lane.exchanges().sendings().remove(this);
      lane.ended(rest.ended(false));
    }
  }

  // -- patience --------------------------------------------------------------------------------

  /**
   * Ends a connection that has been silent for too long, or does not take its answer.
   *
   * @return whether it is open still
   */
  boolean outlasts(long nowNanos, long idleNanos, long stallNanos) {
    if (sendingFile) {
      return true;
    }
    if (!connection.isOpen()) {
      breakOffNow();
      return false;
    }
    long silent = nowNanos - activeNanos;
    if (unsent != null) {
      if (silent > stallNanos) {
        breakOffNow();
      }
    } else if (!inExchange && silent > (ended ? Math.min(idleNanos, LINGERING) : idleNanos)) {
      IoUtils.safeClose(connection);
    }
    return connection.isOpen();
  }
}
