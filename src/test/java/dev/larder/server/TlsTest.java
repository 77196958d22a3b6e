package dev.larder.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which TLS is spoken, and what is said of files that cannot be used for it. */
class TlsTest {
  @TempDir static Path directory;
  private static TestCertificate rsa;
  private static TestCertificate ec;

  @BeforeAll
  static void make() throws IOException {
    rsa = TestCertificate.in(directory, TestCertificate.Kind.RSA);
    ec = TestCertificate.in(directory, TestCertificate.Kind.EC);
  }

  /**
   * A client that knows TLS 1.3 alone offers no suite of TLS 1.2, for want of which Undertow has it
   * speak HTTP/1.1; browsers know both.
   */
  @ParameterizedTest
  @CsvSource({"AUTO, TLSv1.2", "JSSE, TLSv1.2", "AUTO, TLSv1.3 TLSv1.2", "JSSE, TLSv1.3 TLSv1.2"})
  void newestVersionIsSpokenAndHttp2IsChosen(ServerOptions.Tls.Provider provider, String versions)
      throws Exception {
    String[] offered = versions.split(" ");
    try (FrontFixture fixture = FrontFixture.start(provider);
        SSLSocket socket = connect(fixture, fixture.trust())) {
      socket.setEnabledProtocols(offered);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertEquals(offered[0], socket.getSession().getProtocol());
      assertEquals("h2", socket.getApplicationProtocol());
    }
  }

  private static SSLSocket connect(FrontFixture fixture, SSLContext context) throws IOException {
    return (SSLSocket)
        context
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), fixture.port(Way.HTTPS));
  }

  /** The JDK forbids it to both sides; so that this shows the front's own will, it is let loose. */
  @ParameterizedTest
  @EnumSource
  void oldVersionIsRefused(ServerOptions.Tls.Provider provider) throws Exception {
    String forbidden = Security.getProperty("jdk.tls.disabledAlgorithms");
    Security.setProperty("jdk.tls.disabledAlgorithms", "");
    try (FrontFixture fixture = FrontFixture.start(provider);
        SSLSocket socket = connect(fixture, fixture.trust())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.1"});
      assertThrows(IOException.class, socket::startHandshake);
    } finally {
      Security.setProperty("jdk.tls.disabledAlgorithms", forbidden);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keysOfBothKindsAreUsed(TestCertificate.Kind kind) throws Exception {
    TestCertificate used = kind == TestCertificate.Kind.RSA ? rsa : ec;
    SSLContext context = context(used.certificate(), used.key());
    assertEquals("TLS", context.getProtocol());
    assertEquals("Conscrypt", context.getProvider().getName());
  }

  /** What the client knows of the session was made when its first connection was. */
  @ParameterizedTest
  @CsvSource({"AUTO, TLSv1.2", "JSSE, TLSv1.2", "AUTO, TLSv1.3", "JSSE, TLSv1.3"})
  void sessionsAreResumed(ServerOptions.Tls.Provider provider, String version) throws Exception {
    try (FrontFixture fixture = FrontFixture.start(provider)) {
      fixture.handler.now("/", request -> ScriptedHandler.text("x"));
      long first = sessionBegan(fixture, version);
      Thread.sleep(5);
      assertEquals(first, sessionBegan(fixture, version));
    }
  }

  /** Tickets come with the first answer. */
  private static long sessionBegan(FrontFixture fixture, String version) throws IOException {
    try (SSLSocket socket = connect(fixture, fixture.trust())) {
      socket.setEnabledProtocols(new String[] {version});
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
      assertEquals(version, socket.getSession().getProtocol());
      return socket.getSession().getCreationTime();
    }
  }

  private static SSLContext context(Path certificate, Path key) throws IOException {
    return TlsMaterial.context(
        new ServerOptions.Tls(FrontFixture.ANY, certificate, key, ServerOptions.Tls.Provider.AUTO));
  }

  private static void assertRefused(Path named, String because, Path certificate, Path key) {
    String sentence =
        String.valueOf(
            assertThrows(IOException.class, () -> context(certificate, key)).getMessage());
    assertTrue(sentence.contains(named.toString()), sentence);
    assertTrue(sentence.contains(because), sentence);
    assertTrue(sentence.endsWith("."), sentence);
  }

  private static Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void missingFilesAreNamed() {
    Path missing = directory.resolve("missing");
    assertRefused(missing, "no certificate file", missing, ec.key());
    assertRefused(missing, "no key file", ec.certificate(), missing);
  }

  @Test
  void unreadableFilesAreNamed() {
    assertRefused(directory, "cannot be read", directory, ec.key());
    assertRefused(directory, "cannot be read", ec.certificate(), directory);
  }

  @Test
  void filesWithoutACertificateAreNamed() throws Exception {
    Path empty = file("empty", "");
    assertRefused(empty, "no certificate", empty, ec.key());
    Path prose = file("prose", "This is no certificate.\n");
    assertRefused(prose, "certificate", prose, ec.key());
    Path broken = file("broken", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertRefused(broken, "certificate", broken, ec.key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY"})
  void keysOfOtherFormsAreNamedWithTheWayOut(String kind) throws Exception {
    Path other = file("other", "-----BEGIN " + kind + "-----\nAAAA\n-----END " + kind + "-----\n");
    assertRefused(other, "openssl pkcs8", ec.certificate(), other);
  }

  @Test
  void brokenKeyIsNamed() throws Exception {
    Path none = file("none", "nothing");
    assertRefused(none, "no unencrypted PKCS #8 key", ec.certificate(), none);
    Path broken = file("key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertRefused(broken, "key", ec.certificate(), broken);
  }

  @Test
  void foreignKeyIsNamed() throws Exception {
    assertRefused(rsa.key(), "EC key", ec.certificate(), rsa.key());
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    TestCertificate other = TestCertificate.in(elsewhere);
    assertRefused(other.key(), "is not that of", ec.certificate(), other.key());
  }
}
