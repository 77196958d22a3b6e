package dev.larder.server;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.ConnectorStatistics;
import io.undertow.server.DelegateOpenListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http2.Http2OpenListener;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;

/** Opens connections of HTTP/2 as Undertow does, with their frames gathered. */
final class Http2Opening implements DelegateOpenListener {
  private final Http2OpenListener listener;

  Http2Opening(Http2OpenListener listener) {
    this.listener = listener;
  }

  @Override
  public void handleEvent(StreamConnection connection, PooledByteBuffer read) {
    gather(connection);
    listener.handleEvent(connection, read);
  }

  @Override
  public void handleEvent(StreamConnection connection) {
    gather(connection);
    listener.handleEvent(connection);
  }

  private void gather(StreamConnection connection) {
    connection.getSinkChannel().setConduit(new GatheringSink(connection, getBufferPool()));
  }

  @Override
  public HttpHandler getRootHandler() {
    return listener.getRootHandler();
  }

  @Override
  public void setRootHandler(HttpHandler handler) {
    listener.setRootHandler(handler);
  }

  @Override
  public OptionMap getUndertowOptions() {
    return listener.getUndertowOptions();
  }

  @Override
  public void setUndertowOptions(OptionMap options) {
    listener.setUndertowOptions(options);
  }

  @Override
  public ByteBufferPool getBufferPool() {
    return listener.getBufferPool();
  }

  @Override
  public ConnectorStatistics getConnectorStatistics() {
    return listener.getConnectorStatistics();
  }

  @Override
  public void closeConnections() {
    listener.closeConnections();
  }
}
