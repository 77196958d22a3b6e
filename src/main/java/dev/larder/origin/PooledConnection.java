package dev.larder.origin;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;

/** One connection while one fetch has it. Ends with {@link #giveBack} or {@link #abort}. */
final class PooledConnection {
  private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();

  private final HttpClientConnectionManager manager;
  private final ConnectionEndpoint endpoint;
  private final TimeValue idleLimit;
  private final boolean reused;
  private final AtomicBoolean returned = new AtomicBoolean();

  /**
   * @param idleLimit how long it may wait for its next use
   */
  PooledConnection(
      HttpClientConnectionManager manager, ConnectionEndpoint endpoint, TimeValue idleLimit) {
    this.manager = manager;
    this.endpoint = endpoint;
    this.idleLimit = idleLimit;
    this.reused = endpoint.isConnected();
  }

  /** Whether it has served an earlier fetch. */
  boolean reused() {
    return reused;
  }

  /** Connects, and shakes hands where the origin is secure, unless that was done before. */
  void connect(TimeValue timeout) throws IOException {
    if (!reused) {
      manager.connect(endpoint, timeout, HttpCoreContext.create());
    }
  }

  /**
   * Sends a request and waits for the head of its final answer.
   *
   * @throws NoAnswerException when the connection ended before a byte of the answer
   */
  ClassicHttpResponse exchange(ClassicHttpRequest request) throws IOException, HttpException {
    return endpoint.execute("fetch", request, EXECUTOR::execute, HttpCoreContext.create());
  }

  /** Gives it back for the next fetch. To be called when an answer was read to its end. */
  void giveBack() {
    if (returned.compareAndSet(false, true)) {
      manager.release(endpoint, null, idleLimit);
    }
  }

  /** Breaks the connection under whoever uses it; whoever uses it must still {@link #abort}. */
  void sever() {
    endpoint.close(CloseMode.IMMEDIATE);
  }

  /** Drops it without reading what may still come. Without effect once it was given back. */
  void abort() {
    if (returned.compareAndSet(false, true)) {
      sever();
      manager.release(endpoint, null, null);
    }
  }
}
