package dev.larder.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for the loopback address that signs itself, made by openssl as an operator would.
 *
 * @param certificate PEM
 * @param key PEM, PKCS #8
 */
record TestCertificate(Path certificate, Path key) {

  static TestCertificate in(Path directory) {
    Path certificate = directory.resolve("node.crt");
    Path key = directory.resolve("node.key");
    List<String> command =
        List.of(
            Programs.find("openssl").toString(),
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-keyout",
            key.toString(),
            "-out",
            certificate.toString());
    Programs.Ended made = Programs.run(Duration.ofSeconds(30), Map.of(), command);
    if (made.status() != 0) {
      throw new AssertionError("openssl made no certificate: " + made.said());
    }
    return new TestCertificate(certificate, key);
  }

  /** Trusts this certificate and no other. */
  SSLContext trusting() {
    try (InputStream pem = Files.newInputStream(certificate)) {
      Certificate trusted = CertificateFactory.getInstance("X.509").generateCertificate(pem);
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("node", trusted);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the JDK refuses the certificate", e);
    }
  }
}
