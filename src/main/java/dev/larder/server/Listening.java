package dev.larder.server;

import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.DelegateOpenListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** One listening socket, and how what it accepts is spoken with. */
final class Listening {
  private static final int BUFFER_BYTES = 16 * 1024;

  /** Kept for the next use by each listener, 16 MiB at most. */
  private static final int MOST_BUFFERS = 1024;

  private static final int BACKLOG = 1024;

  private final AcceptingChannel<? extends StreamConnection> server;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Listening(AcceptingChannel<? extends StreamConnection> server) {
    this.server = server;
  }

  /**
   * How connections are spoken with.
   *
   * @param options of Undertow
   * @param lanes the short way to hits; null for none
   * @param headTimeout how long a handshake may take, too
   */
  record Manner(
      HttpHandler handler,
      OptionMap options,
      @Nullable HitLanes lanes,
      int sendBuffer,
      Duration headTimeout) {
    /** With short ways, Undertow's patience with silence would not see what goes there. */
    private OptionMap withoutIdleTimeout() {
      return OptionMap.builder()
          .addAll(options)
          .set(UndertowOptions.NO_REQUEST_TIMEOUT, -1)
          .getMap();
    }

    DelegateOpenListener http1(ByteBufferPool buffers, boolean secure) {
      HttpOpenListener undertow =
          new HttpOpenListener(buffers, lanes == null ? options : withoutIdleTimeout());
      undertow.setRootHandler(handler);
      return lanes == null ? undertow : lanes.below(undertow, secure);
    }

    OptionMap sockets() {
      OptionMap.Builder sockets = OptionMap.builder().set(Options.TCP_NODELAY, true);
      if (sendBuffer > 0) {
        sockets.set(Options.SEND_BUFFER, sendBuffer);
      }
      return sockets.getMap();
    }
  }

  /** HTTP/1.1, without TLS. */
  static Listening plain(XnioWorker worker, InetSocketAddress at, Manner manner)
      throws ListenException {
    return open(worker, at, manner, manner.http1(buffers(), false));
  }

  /**
   * Accepts connections when it returns.
   *
   * @param opened has each of them
   * @throws ListenException when the address cannot be had
   */
  static Listening open(
      XnioWorker worker,
      InetSocketAddress at,
      Manner manner,
      ChannelListener<StreamConnection> opened)
      throws ListenException {
    try {
      AcceptingChannel<? extends StreamConnection> server =
          Accepting.open(worker, at, BACKLOG, manner.sockets(), opened);
      server.resumeAccepts();
      return new Listening(server);
    } catch (IOException | RuntimeException taken) {
      throw new ListenException(at, taken);
    }
  }

  /** Virtual threads pass by once: buffers kept for each of them would never come back. */
  static ByteBufferPool buffers() {
    return new DefaultByteBufferPool(true, BUFFER_BYTES, MOST_BUFFERS, 0);
  }

  /** With the port that was really taken. */
  InetSocketAddress address() {
    return server.getLocalAddress(InetSocketAddress.class);
  }

  /** Takes no new connections. Once the worker has ended, closing would wait for ever. */
  void close() {
    if (closed.compareAndSet(false, true)) {
      IoUtils.safeClose(server);
    }
  }
}
