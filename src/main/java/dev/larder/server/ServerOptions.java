package dev.larder.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a front listens.
 *
 * @param listen address of the plain listener; port 0 takes a free one
 * @param tls the HTTPS listener; null for none
 * @param ioThreads threads that read and write sockets
 * @param sendBuffer bytes of a connection's answers that the kernel may hold; 0 leaves it to that
 * @param fastPath whether plain requests for prepared answers take a short way
 * @param idleTimeout how long a kept connection may be silent
 * @param headTimeout how long a request head may take
 * @param stallTimeout how long a client may take no byte of an answer, or send none of a body
 * @param largestBody bytes of request content at most
 */
public record ServerOptions(
    InetSocketAddress listen,
    @Nullable Tls tls,
    int ioThreads,
    int sendBuffer,
    boolean fastPath,
    Duration idleTimeout,
    Duration headTimeout,
    Duration stallTimeout,
    long largestBody) {

  /**
   * The HTTPS listener: TLS 1.2 and 1.3, HTTP/2 and HTTP/1.1.
   *
   * @param certificate PEM, leaf first, then the chain
   * @param key PEM, PKCS #8, unencrypted
   * @param provider who encrypts
   */
  public record Tls(InetSocketAddress listen, Path certificate, Path key, Provider provider) {
    /** Names the directory that the native library is unpacked into. */
    public static final String NATIVE_DIRECTORY_PROPERTY = "org.conscrypt.native.workdir";

    /** Who encrypts. */
    public enum Provider {
      /** Conscrypt where its native library loads and has a use for the key, the JDK otherwise. */
      AUTO,
      /** The JDK. */
      JSSE
    }
  }

  public static ServerOptions on(InetSocketAddress listen) {
    return new ServerOptions(
        listen,
        null,
        Runtime.getRuntime().availableProcessors(),
        0,
        true,
        Duration.ofSeconds(75),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        1L << 30);
  }

  /** The same, with or without the short way. */
  public ServerOptions withFastPath(boolean on) {
    return new ServerOptions(
        listen,
        tls,
        ioThreads,
        sendBuffer,
        on,
        idleTimeout,
        headTimeout,
        stallTimeout,
        largestBody);
  }
}
