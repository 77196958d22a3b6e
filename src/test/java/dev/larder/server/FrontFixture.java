package dev.larder.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.ExchangeObserver;
import dev.larder.testing.FastPath;
import dev.larder.testing.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A front on loopback ports, its scripted handler, and what its observer was told. */
final class FrontFixture implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final int LARGEST_BODY = 1 << 20;

  /** Who encrypts where a test does not say it: {@code -Dlarder.test.tls=jsse} for the JDK. */
  static final ServerOptions.Tls.Provider PROVIDER =
      "jsse".equals(System.getProperty("larder.test.tls"))
          ? ServerOptions.Tls.Provider.JSSE
          : ServerOptions.Tls.Provider.AUTO;

  static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  final ScriptedHandler handler = new ScriptedHandler();
  final BlockingQueue<ExchangeObserver.Finished> finished = new LinkedBlockingQueue<>();
  final UndertowFront front;
  private final SSLContext trust;

  private FrontFixture(ServerOptions options, TestCertificate certificate) throws IOException {
    this.trust = certificate.trusting();
    this.front =
        UndertowFront.start(options, "test", handler, finished::add, InstantSource.system());
  }

  static FrontFixture start() throws IOException {
    return start(PATIENCE, PATIENCE);
  }

  static FrontFixture start(Duration stallTimeout, Duration idleTimeout) throws IOException {
    return start(stallTimeout, idleTimeout, 0);
  }

  static FrontFixture start(Duration stallTimeout, Duration idleTimeout, int sendBuffer)
      throws IOException {
    return new FrontFixture(
        new ServerOptions(
            ANY,
            tls(ANY, PROVIDER),
            1,
            sendBuffer,
            FastPath.ON,
            idleTimeout,
            Duration.ofSeconds(30),
            stallTimeout,
            LARGEST_BODY),
        OneCertificate.MADE);
  }

  /** One that looks into its handler's shelf, and gives up what takes that long. */
  static FrontFixture shelved(Duration patience) throws IOException {
    return shelved(patience, PROVIDER);
  }

  static FrontFixture shelved(Duration patience, ServerOptions.Tls.Provider provider)
      throws IOException {
    ServerOptions.Tls tls = tls(ANY, provider);
    return new FrontFixture(
        new ServerOptions(ANY, tls, 1, 64 * 1024, true, patience, patience, patience, LARGEST_BODY),
        OneCertificate.MADE);
  }

  static FrontFixture start(ServerOptions.Tls.Provider provider) throws IOException {
    return new FrontFixture(options(ANY, tls(ANY, provider)), OneCertificate.MADE);
  }

  /** Where to listen. */
  static ServerOptions options(InetSocketAddress plain, InetSocketAddress secure) {
    return options(plain, tls(secure, PROVIDER));
  }

  private static ServerOptions options(InetSocketAddress plain, ServerOptions.Tls tls) {
    return new ServerOptions(
        plain, tls, 1, 0, FastPath.ON, PATIENCE, PATIENCE, PATIENCE, LARGEST_BODY);
  }

  private static ServerOptions.Tls tls(
      InetSocketAddress secure, ServerOptions.Tls.Provider provider) {
    TestCertificate made = OneCertificate.MADE;
    return new ServerOptions.Tls(secure, made.certificate(), made.key(), provider);
  }

  /** Made once, since it takes a second. */
  private static final class OneCertificate {
    static final TestCertificate MADE = make();

    private static TestCertificate make() {
      try {
        Path directory = Files.createTempDirectory("larder-front");
        directory.toFile().deleteOnExit();
        TestCertificate made = TestCertificate.in(directory);
        made.certificate().toFile().deleteOnExit();
        made.key().toFile().deleteOnExit();
        return made;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  int port(Way way) {
    InetSocketAddress address = way.secure ? front.tlsAddress() : front.address();
    return Objects.requireNonNull(address).getPort();
  }

  URI uri(Way way, String target) {
    return URI.create((way.secure ? "https" : "http") + "://localhost:" + port(way) + target);
  }

  HttpClient client(Way way) {
    return HttpClient.newBuilder().sslContext(trust).version(way.version).build();
  }

  HttpRequest.Builder request(Way way, String target) {
    return HttpRequest.newBuilder(uri(way, target)).version(way.version).timeout(PATIENCE);
  }

  HttpResponse<byte[]> get(Way way, String target) throws IOException, InterruptedException {
    return send(way, request(way, target).build());
  }

  HttpResponse<byte[]> send(Way way, HttpRequest request) throws IOException, InterruptedException {
    try (HttpClient client = client(way)) {
      HttpResponse<byte[]> got = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(way.version, got.version());
      return got;
    }
  }

  RawClient connect(Way way) throws IOException {
    return way.secure ? RawClient.secure(port(way), trust, "http/1.1") : RawClient.plain(port(way));
  }

  /** HTTP/1.1 over TLS over a socket that is not connected yet. */
  RawClient connect(Socket socket) throws IOException {
    return RawClient.secure(socket, port(Way.HTTPS), trust, "http/1.1");
  }

  SSLContext trust() {
    return trust;
  }

  /** What the observer is told next. */
  ExchangeObserver.Finished told() throws InterruptedException {
    ExchangeObserver.Finished told = finished.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertTrue(told != null, "the observer was told nothing");
    return told;
  }

  /** Ends the front, so that nothing more can be told, and requires that nothing was. */
  void assertNothingElseTold() {
    front.stop(PATIENCE);
    assertEquals(List.of(), List.copyOf(finished));
  }

  @Override
  public void close() {
    front.stop(Duration.ZERO);
  }
}
