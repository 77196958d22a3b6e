package dev.larder.server;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.ConnectorStatistics;
import io.undertow.server.DelegateOpenListener;
import io.undertow.server.HttpHandler;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;

/** Does something with each connection that opens before Undertow has it. */
final class Opening implements DelegateOpenListener {
  private final DelegateOpenListener undertow;
  private final First first;

  /** What is done first, on the connection's I/O thread. */
  interface First {
    /**
     * Does it.
     *
     * @param read what was read from the connection already; null for nothing
     */
    void with(StreamConnection connection, @Nullable PooledByteBuffer read);
  }

  Opening(DelegateOpenListener undertow, First first) {
    this.undertow = undertow;
    this.first = first;
  }

  @Override
  public void handleEvent(StreamConnection connection) {
    handleEvent(connection, null);
  }

  @Override
  public void handleEvent(StreamConnection connection, @Nullable PooledByteBuffer read) {
    first.with(connection, read);
    undertow.handleEvent(connection, read);
  }

  @Override
  public HttpHandler getRootHandler() {
    return undertow.getRootHandler();
  }

  @Override
  public void setRootHandler(HttpHandler handler) {
    undertow.setRootHandler(handler);
  }

  @Override
  public OptionMap getUndertowOptions() {
    return undertow.getUndertowOptions();
  }

  @Override
  public void setUndertowOptions(OptionMap options) {
    undertow.setUndertowOptions(options);
  }

  @Override
  public ByteBufferPool getBufferPool() {
    return undertow.getBufferPool();
  }

  @Override
  public ConnectorStatistics getConnectorStatistics() {
    return undertow.getConnectorStatistics();
  }

  @Override
  public void closeConnections() {
    undertow.closeConnections();
  }
}
