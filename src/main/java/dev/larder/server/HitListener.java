package dev.larder.server;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.ConnectorStatistics;
import io.undertow.server.DelegateOpenListener;
import io.undertow.server.HttpHandler;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;

/** Lays the short way to hits below each connection of HTTP/1.1 that opens. */
final class HitListener implements DelegateOpenListener {
  private final DelegateOpenListener undertow;
  private final HitLanes lanes;
  private final boolean secure;

  /**
   * A listener.
   *
   * @param undertow where all goes on that has no short way
   * @param secure whether connections are over TLS
   */
  HitListener(DelegateOpenListener undertow, HitLanes lanes, boolean secure) {
    this.undertow = undertow;
    this.lanes = lanes;
    this.secure = secure;
  }

  @Override
  public void handleEvent(StreamConnection connection) {
    handleEvent(connection, null);
  }

  @Override
  public void handleEvent(StreamConnection connection, @Nullable PooledByteBuffer read) {
    boolean begun = read != null && read.getBuffer().hasRemaining();
    connection.getSourceChannel().setConduit(lanes.conduit(connection, secure, begun));
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
}
