package dev.larder.server;

import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.SslConduit;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DelegateOpenListener;
import io.undertow.server.protocol.http.AlpnOpenListener;
import io.undertow.server.protocol.http2.Http2OpenListener;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.StreamConnection;
import org.xnio.XnioWorker;
import org.xnio.ssl.SslConnection;

/**
 * Listens for TLS and speaks what the client chooses, HTTP/2 or HTTP/1.1. Undertow's own listener
 * leaves no place below TLS.
 */
final class TlsListener {
  private static final OptionMap VERSIONS =
      OptionMap.create(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3", "TLSv1.2"));

  private TlsListener() {}

  private static AlpnOpenListener spoken(Listening.Manner manner, Greetings greetings) {
    ByteBufferPool buffers = Listening.buffers();
    Http2OpenListener http2 = new Http2OpenListener(buffers, manner.options());
    http2.setRootHandler(manner.handler());
    return new AlpnOpenListener(
            buffers, manner.options(), greetings.before(manner.http1(buffers, true)))
        .addProtocol(Http2OpenListener.HTTP2, greetings.before(gathering(http2)), 10);
  }

  /** Opens connections of HTTP/2 as Undertow does, with their frames gathered. */
  private static DelegateOpenListener gathering(Http2OpenListener http2) {
    return new Opening(
        http2,
        (connection, read) ->
            connection
                .getSinkChannel()
                .setConduit(new GatheringSink(connection, http2.getBufferPool())));
  }

  /**
   * Accepts connections when it returns.
   *
   * @param handshakes runs those steps of a handshake that an engine hands out
   * @throws ListenException when the address cannot be had
   */
  static Listening open(
      XnioWorker worker,
      InetSocketAddress at,
      Listening.Manner manner,
      SSLContext context,
      Executor handshakes)
      throws ListenException {
    UndertowXnioSsl ssl =
        new UndertowXnioSsl(worker.getXnio(), OptionMap.EMPTY, context, handshakes);
    Greetings greetings = new Greetings(manner.headTimeout());
    AlpnOpenListener spoken = spoken(manner, greetings);
    return Listening.open(
        worker, at, manner, connection -> open(connection, ssl, greetings, spoken));
  }

  private static void open(
      StreamConnection plain, UndertowXnioSsl ssl, Greetings greetings, AlpnOpenListener spoken) {
    try {
      plain.getSourceChannel().setConduit(new OneReadATurn(plain.getSourceChannel().getConduit()));
      SslConnection secure = ssl.wrapExistingConnection(plain, VERSIONS, false);
      SslConduit conduit = UndertowXnioSsl.getSslConduit(secure);
      conduit.setSslEngine(TlsProvider.prepared(conduit.getSSLEngine()));
      greetings.begin(secure);
      spoken.handleEvent(secure);
    } catch (RuntimeException broken) {
      IoUtils.safeClose(plain);
      throw broken;
    }
  }
}
