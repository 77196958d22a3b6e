package dev.larder.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for {@code localhost} and 127.0.0.1 that signs itself, made by the JDK alone.
 *
 * @param certificate PEM
 * @param key PEM, PKCS #8, unencrypted
 */
public record TestCertificate(Path certificate, Path key) {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /** The kinds of key. */
  public enum Kind {
    RSA("-keysize", "2048"),
    EC("-groupname", "secp256r1");

    private final String option;
    private final String value;

    Kind(String option, String value) {
      this.option = option;
      this.value = value;
    }
  }

  /** A certificate with an EC key, which is made soonest. */
  public static TestCertificate in(Path directory) throws IOException {
    return in(directory, Kind.EC);
  }

  /** Makes the two files, named after the kind, in an existing directory. */
  public static TestCertificate in(Path directory, Kind kind) throws IOException {
    Path store = Files.createTempFile(directory, "key", ".p12");
    Files.delete(store);
    generate(store, kind);
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD);
      Files.delete(store);
      return new TestCertificate(
          write(
              directory.resolve(kind + ".crt"),
              "CERTIFICATE",
              keys.getCertificate("node").getEncoded()),
          write(
              directory.resolve(kind + ".key"),
              "PRIVATE KEY",
              keys.getKey("node", PASSWORD).getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the JDK refuses its own key", e);
    }
  }

  private static void generate(Path store, Kind kind) throws IOException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "node",
                "-keyalg",
                kind.name(),
                kind.option,
                kind.value,
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    try {
      String said =
          new String(keytool.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IOException("keytool made no key: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("hurried while keytool made a key", e);
    }
  }

  private static Path write(Path file, String what, byte[] der) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n");
  }

  /** Shows this certificate. */
  public SSLContext identity() throws IOException {
    try (InputStream pem = Files.newInputStream(certificate)) {
      Certificate shown = CertificateFactory.getInstance("X.509").generateCertificate(pem);
      String base64 = Files.readString(key).replaceAll("-----[^\n]+-----|\\s", "");
      PrivateKey secret =
          KeyFactory.getInstance(shown.getPublicKey().getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setKeyEntry("node", secret, PASSWORD, new Certificate[] {shown});
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the JDK refuses its own key", e);
    }
  }

  /** Trusts this certificate and no other. */
  public SSLContext trusting() throws IOException {
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
    } catch (CertificateException e) {
      throw new IOException("no certificate in " + certificate, e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the JDK refuses the certificate", e);
    }
  }
}
