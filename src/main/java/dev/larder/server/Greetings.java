package dev.larder.server;

import io.undertow.server.DelegateOpenListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
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
    return new Opening(next, (connection, read) -> end(connection));
  }
}
