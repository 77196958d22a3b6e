package dev.larder.origin;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one origin, at most so many at a time. HttpClient's connection manager keeps
 * them; of its execution chain (redirects, retries, cookies, decompression, authentication) nothing
 * is used, because a cache must see what the origin said.
 */
final class ConnectionPool implements AutoCloseable {
  private static final TimeValue IDLE_LIMIT = TimeValue.ofSeconds(30);

  private final PoolingHttpClientConnectionManager manager;
  private final HttpRoute route;
  private final Timeout timeout;

  ConnectionPool(HttpHost host, SSLContext trust, Duration timeout, int connections) {
    this.timeout = Timeout.of(timeout);
    this.route = new HttpRoute(host, null, host.getSchemeName().equals("https"));
    AtomicLong count = new AtomicLong();
    this.manager =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setConnectionFactory(
                socket -> GuardedConnection.create(host + "-" + count.incrementAndGet()))
            .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
            .setDefaultSocketConfig(
                SocketConfig.custom().setSoTimeout(this.timeout).setTcpNoDelay(true).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(this.timeout)
                    .setSocketTimeout(this.timeout)
                    .setIdleTimeout(Timeout.of(IDLE_LIMIT.toDuration()))
                    // Zero: look for an end or unasked octets before every reuse.
                    .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                    .build())
            .setMaxConnPerRoute(connections)
            .setMaxConnTotal(connections)
            .build();
  }

  /** Waits for a connection; null when none came free in time or the thread was interrupted. */
  @Nullable PooledConnection lease() {
    LeaseRequest request = manager.lease("fetch", route, timeout, null);
    try {
      return new PooledConnection(manager, request.get(timeout), IDLE_LIMIT);
    } catch (TimeoutException none) {
      return null;
    } catch (InterruptedException interrupted) {
      request.cancel();
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof TimeoutException) {
        return null;
      }
      throw new IllegalStateException("a connection could not be lent", failure);
    }
  }

  /** Closes connections that waited too long for their next use. */
  void dropIdle() {
    manager.closeIdle(IDLE_LIMIT);
  }

  /** Closes all that wait, because one of them turned out to be dead. */
  void dropWaiting() {
    manager.closeIdle(TimeValue.ZERO_MILLISECONDS);
  }

  @Override
  public void close() {
    manager.close(CloseMode.IMMEDIATE);
  }
}
