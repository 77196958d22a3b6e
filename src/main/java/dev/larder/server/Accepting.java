package dev.larder.server;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * Accepts connections on the I/O threads.
 *
 * <p>What XNIO opens by itself is accepted by a thread apart, which has to be woken for each
 * connection that opens and for each that closes: a fifth of what a new connection costs. Its
 * server can do without that thread, but nothing public says so.
 */
final class Accepting {
  private static final Logger LOG = LoggerFactory.getLogger(Accepting.class);

  /** Others on the thread have their turn before more are accepted. */
  private static final int TURN = 64;

  private Accepting() {}

  /**
   * A server that accepts nothing yet.
   *
   * @param opened has each connection, on that connection's thread
   * @throws IOException when the address cannot be had
   */
  static AcceptingChannel<? extends StreamConnection> open(
      XnioWorker worker,
      InetSocketAddress at,
      int backlog,
      OptionMap options,
      ChannelListener<StreamConnection> opened)
      throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open();
    try {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      socket.configureBlocking(false);
      socket.bind(at, backlog);
      AcceptingChannel<? extends StreamConnection> server =
          server(worker, socket, inTurns(worker, options));
      server.getAcceptSetter().set(ready -> accept(ready, opened));
      return server;
    } catch (IOException | RuntimeException refused) {
      IoUtils.safeClose(socket);
      throw refused;
    }
  }

  /** One thread waits for connections at a time, or each of them would wake all. */
  private static OptionMap inTurns(XnioWorker worker, OptionMap options) {
    return worker.getIoThreadCount() == 1
        ? options
        : OptionMap.builder().addAll(options).set(Options.BALANCING_TOKENS, 1).getMap();
  }

  @SuppressWarnings("unchecked")
  private static AcceptingChannel<? extends StreamConnection> server(
      XnioWorker worker, ServerSocketChannel socket, OptionMap options) throws IOException {
    boolean apart = false;
    try {
      return (AcceptingChannel<? extends StreamConnection>)
          constructor(worker).invoke(worker, socket, options, apart);
    } catch (IOException | RuntimeException | Error refused) {
      throw refused;
    } catch (Throwable other) {
      throw new IllegalStateException("what no constructor of XNIO throws", other);
    }
  }

  private static MethodHandle constructor(XnioWorker worker) {
    MethodType made =
        MethodType.methodType(
            void.class,
            worker.getClass(),
            ServerSocketChannel.class,
            OptionMap.class,
            boolean.class);
    try {
      Class<?> kind =
          Class.forName("org.xnio.nio.NioTcpServer", false, XnioWorker.class.getClassLoader());
      return MethodHandles.privateLookupIn(kind, MethodHandles.lookup())
          .findConstructor(kind, made);
    } catch (ReflectiveOperationException unknown) {
      throw new LinkageError("this XNIO is another than Larder was made for", unknown);
    }
  }

  private static void accept(
      AcceptingChannel<? extends StreamConnection> server,
      ChannelListener<StreamConnection> opened) {
    try {
      for (int accepted = 0; accepted < TURN; accepted++) {
        StreamConnection connection = server.accept();
        if (connection == null) {
          return;
        }
        handOver(connection, opened);
      }
    } catch (IOException closed) {
      LOG.debug("a server was closed while it accepted", closed);
    }
  }

  private static void handOver(
      StreamConnection connection, ChannelListener<StreamConnection> opened) {
    XnioIoThread thread = connection.getIoThread();
    if (thread == Thread.currentThread()) {
      begin(connection, opened);
      return;
    }
    try {
      thread.execute(() -> begin(connection, opened));
    } catch (RejectedExecutionException stopping) {
      IoUtils.safeClose(connection);
    }
  }

  /** A listener that fails is told in the log; nobody else would close what it left. */
  private static void begin(StreamConnection connection, ChannelListener<StreamConnection> opened) {
    if (!ChannelListeners.invokeChannelListener(connection, opened)) {
      IoUtils.safeClose(connection);
    }
  }
}
