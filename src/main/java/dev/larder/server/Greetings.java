package dev.larder.server;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.ConnectorStatistics;
import io.undertow.server.DelegateOpenListener;
import io.undertow.server.HttpHandler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;

/**
 * Connections over TLS on which nothing is spoken yet. Those who say nothing, or never end their
 * handshake, are closed: nobody else has an eye on them before a protocol is chosen.
 */
final class Greetings {
  private final Duration patience;
  private final Map<StreamConnection, XnioExecutor.Key> alarms = new ConcurrentHashMap<>();

  Greetings(Duration patience) {
    this.patience = patience;
  }

  /** Begins to wait for the greeting of a connection. On its I/O thread. */
  void begin(StreamConnection connection) {
    XnioExecutor.Key alarm =
        connection
            .getIoThread()
            .executeAfter(
                () -> {
                  alarms.remove(connection);
                  IoUtils.safeClose(connection);
                },
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
    alarms.put(connection, alarm);
    connection.setCloseListener(closed -> end(connection));
  }

  private void end(StreamConnection connection) {
    XnioExecutor.Key alarm = alarms.remove(connection);
    if (alarm != null) {
      alarm.remove();
    }
  }

  /** A listener before which the greeting ends. */
  DelegateOpenListener before(DelegateOpenListener next) {
    return new Greeted(next);
  }

  private final class Greeted implements DelegateOpenListener {
    private final DelegateOpenListener next;

    Greeted(DelegateOpenListener next) {
      this.next = next;
    }

    @Override
    public void handleEvent(StreamConnection connection, @Nullable PooledByteBuffer read) {
      end(connection);
      next.handleEvent(connection, read);
    }

    @Override
    public void handleEvent(StreamConnection connection) {
      end(connection);
      next.handleEvent(connection);
    }

    @Override
    public HttpHandler getRootHandler() {
      return next.getRootHandler();
    }

    @Override
    public void setRootHandler(HttpHandler handler) {
      next.setRootHandler(handler);
    }

    @Override
    public OptionMap getUndertowOptions() {
      return next.getUndertowOptions();
    }

    @Override
    public void setUndertowOptions(OptionMap options) {
      next.setUndertowOptions(options);
    }

    @Override
    public ByteBufferPool getBufferPool() {
      return next.getBufferPool();
    }

    @Override
    public ConnectorStatistics getConnectorStatistics() {
      return next.getConnectorStatistics();
    }
  }
}
