package dev.larder.server;

import dev.larder.exchange.Shelf;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.DelegateOpenListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;

/**
 * The lanes of a front, one for each I/O thread, and the connections on them: those that are silent
 * for too long it ends. Undertow's own patience would not do, since it sees nothing of the hits.
 */
final class HitLanes {
  private static final Logger LOG = LoggerFactory.getLogger(HitLanes.class);
  private static final Duration LONGEST_TURN = Duration.ofSeconds(1);

  /**
   * Closed connections are let go once about as many have opened as were open, and a few: what is
   * held for longer outlives young collections.
   */
  private static final int FEW = 64;

  private final Exchanges exchanges;
  private final Shelf shelf;
  private final long idleNanos;
  private final long stallNanos;
  private final long turnMillis;
  private final Map<XnioIoThread, Lane> lanes = new ConcurrentHashMap<>();

  HitLanes(Exchanges exchanges, Shelf shelf, ServerOptions options) {
    this.exchanges = exchanges;
    this.shelf = shelf;
    this.idleNanos = options.idleTimeout().toNanos();
    this.stallNanos = options.stallTimeout().toNanos();
    long quarter = Math.min(idleNanos, stallNanos) / 4;
    this.turnMillis =
        Math.max(1, TimeUnit.NANOSECONDS.toMillis(Math.min(quarter, LONGEST_TURN.toNanos())));
  }

  /** Lays the short way to hits below each connection of HTTP/1.1 that opens. */
  DelegateOpenListener below(DelegateOpenListener undertow, boolean secure) {
    return new Opening(undertow, (connection, read) -> lay(connection, secure, read));
  }

  private void lay(StreamConnection connection, boolean secure, @Nullable PooledByteBuffer read) {
    Lane lane = lanes.computeIfAbsent(connection.getIoThread(), Lane::new);
    HitConduit conduit = new HitConduit(connection, lane.lane, secure, taken(read));
    connection.getSourceChannel().setConduit(conduit);
    lane.watch(conduit);
  }

  /**
   * Takes what was read already out of its buffer, so that Undertow looks for it below. Conscrypt
   * tells the protocol only when it has seen the handshake's end, along with which the first
   * request may have come.
   */
  private static @Nullable ByteBuffer taken(@Nullable PooledByteBuffer read) {
    if (read == null || !read.getBuffer().hasRemaining()) {
      return null;
    }
    ByteBuffer bytes = read.getBuffer();
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
  }

  /** Of one I/O thread, and used there alone. */
  private final class Lane implements Runnable {
    private final XnioIoThread thread;
    private final HitLane lane = new HitLane(exchanges, shelf);
    private final List<HitConduit> open = new ArrayList<>();
    private int sweepAt = FEW;
    private boolean resting;

    Lane(XnioIoThread thread) {
      this.thread = thread;
    }

    void watch(HitConduit conduit) {
      open.add(conduit);
      if (open.size() >= sweepAt) {
        sweep();
      }
      if (!resting) {
        rest();
      }
    }

    private void sweep() {
      long now = System.nanoTime();
      open.removeIf(conduit -> !outlasts(conduit, now));
      sweepAt = 2 * open.size() + FEW;
    }

    private void rest() {
      try {
        thread.executeAfter(this, turnMillis, TimeUnit.MILLISECONDS);
        resting = true;
      } catch (RejectedExecutionException stopping) {
        // The thread ends all its connections.
        open.clear();
      }
    }

    /** What fails with one connection must not keep the others open. */
    private boolean outlasts(HitConduit conduit, long now) {
      try {
        return conduit.outlasts(now, idleNanos, stallNanos);
      } catch (RuntimeException broken) {
        LOG.error("a connection could not be ended", broken);
        return false;
      }
    }

    @Override
    public void run() {
      resting = false;
      sweep();
      if (!open.isEmpty()) {
        rest();
      }
    }
  }
}
