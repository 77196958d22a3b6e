package dev.larder.server;

import dev.larder.exchange.ExchangeObserver;
import dev.larder.exchange.Handler;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/**
 * Listens for HTTP/1.1, and for HTTP/1.1 and HTTP/2 over TLS, and has a handler answer.
 *
 * <p>Undertow parses and frames. Its threads for blocking work are not used: what waits, waits on a
 * virtual thread.
 */
public final class UndertowFront {
  private static final Logger LOG = LoggerFactory.getLogger(UndertowFront.class);
  private static final int LARGEST_HEAD = 64 * 1024;
  private static final int MOST_FIELDS = 200;

  /** More than a target can hold: nobody here looks at them. */
  private static final int MOST_PARAMETERS = 16 * 1024;

  private static final int MOST_STREAMS = 128;

  private final Exchanges exchanges;
  private final XnioWorker worker;
  private final Listening plain;
  private final @Nullable Listening secure;
  private final InetSocketAddress address;
  private final @Nullable InetSocketAddress tlsAddress;

  private UndertowFront(
      Exchanges exchanges, XnioWorker worker, Listening plain, @Nullable Listening secure) {
    this.exchanges = exchanges;
    this.worker = worker;
    this.plain = plain;
    this.secure = secure;
    this.address = plain.address();
    this.tlsAddress = secure == null ? null : secure.address();
  }

  /**
   * Accepts connections when it returns.
   *
   * @param name begins the names of its threads
   * @throws ListenException when a listener's address cannot be had
   * @throws IOException with a sentence, when certificate or key cannot be used
   */
  public static UndertowFront start(
      ServerOptions options,
      String name,
      Handler handler,
      ExchangeObserver observer,
      InstantSource clock)
      throws IOException {
    ServerOptions.Tls tls = options.tls();
    SSLContext context = tls == null ? null : TlsMaterial.context(tls);
    Exchanges exchanges = new Exchanges(options, name, handler, observer, clock);
    XnioWorker worker = worker(options, name);
    try {
      Listening.Manner manner = manner(options, exchanges, handler);
      Listening plain = Listening.plain(worker, options.listen(), manner);
      Listening secure =
          tls == null || context == null
              ? null
              : TlsListener.open(worker, tls.listen(), manner, context, exchanges::execute);
      return new UndertowFront(exchanges, worker, plain, secure);
    } catch (ListenException | RuntimeException | Error refused) {
      end(worker);
      throw refused;
    }
  }

  private static Listening.Manner manner(
      ServerOptions options, Exchanges exchanges, Handler handler) {
    HitLanes lanes = options.fastPath() ? new HitLanes(exchanges, handler.shelf(), options) : null;
    return new Listening.Manner(
        new HttpContinueReadHandler(exchanges),
        limits(options),
        lanes,
        options.sendBuffer(),
        options.headTimeout());
  }

  private static XnioWorker worker(ServerOptions options, String name) throws IOException {
    return Xnio.getInstance(UndertowFront.class.getClassLoader())
        .createWorker(
            OptionMap.builder()
                .set(Options.WORKER_NAME, name)
                .set(Options.WORKER_IO_THREADS, options.ioThreads())
                .set(Options.WORKER_TASK_CORE_THREADS, 1)
                .set(Options.WORKER_TASK_MAX_THREADS, 1)
                .set(Options.CONNECTION_HIGH_WATER, 1_000_000)
                .set(Options.CONNECTION_LOW_WATER, 1_000_000)
                .set(Options.TCP_NODELAY, true)
                .getMap());
  }

  private static OptionMap limits(ServerOptions options) {
    return OptionMap.builder()
        .set(UndertowOptions.DECODE_URL, false)
        .set(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
        .set(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
        .set(UndertowOptions.BUFFER_PIPELINED_DATA, false)
        .set(UndertowOptions.MAX_HEADER_SIZE, LARGEST_HEAD)
        .set(UndertowOptions.MAX_HEADERS, MOST_FIELDS)
        .set(UndertowOptions.MAX_PARAMETERS, MOST_PARAMETERS)
        .set(UndertowOptions.NO_REQUEST_TIMEOUT, (int) options.idleTimeout().toMillis())
        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int) options.headTimeout().toMillis())
        .set(UndertowOptions.HTTP2_SETTINGS_ENABLE_PUSH, false)
        .set(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, MOST_STREAMS)
        .getMap();
  }

  /** Where plain HTTP is spoken, with the port that was really taken. */
  public InetSocketAddress address() {
    return address;
  }

  /** Where HTTPS is spoken; null when it is not. */
  public @Nullable InetSocketAddress tlsAddress() {
    return tlsAddress;
  }

  /**
   * Takes no new connections, lets exchanges under way end for a while, then ends them. Stopping
   * twice does no harm.
   */
  public void stop(Duration grace) {
    plain.close();
    if (secure != null) {
      secure.close();
    }
    exchanges.stop(grace);
    end(worker);
  }

  /** Its threads close the sockets that it listens on, so that their addresses are free after. */
  private static void end(XnioWorker worker) {
    worker.shutdownNow();
    try {
      if (!worker.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.debug("I/O threads still end");
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
