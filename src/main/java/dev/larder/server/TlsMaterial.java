package dev.larder.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.SSLContext;

/** Reads a certificate chain and its key from PEM files, and says in a sentence what is wrong. */
final class TlsMaterial {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private TlsMaterial() {}

  /**
   * A context that shows the certificate.
   *
   * @throws IOException with a sentence that names the file
   */
  static SSLContext context(ServerOptions.Tls tls) throws IOException {
    Certificate[] chain = chain(tls.certificate());
    PrivateKey key = key(tls.key(), chain[0].getPublicKey());
    if (!belong(key, chain[0].getPublicKey())) {
      throw new IOException(
          "The key in "
              + tls.key()
              + " is not that of the certificate in "
              + tls.certificate()
              + ".");
    }
    try {
      return TlsProvider.of(tls.provider(), key).context(key, chain);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "The certificate in " + tls.certificate() + " cannot be used: " + e.getMessage() + ".",
          e);
    }
  }

  private static Certificate[] chain(Path file) throws IOException {
    try {
      Collection<? extends Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes(file, "certificate")));
      if (chain.isEmpty()) {
        throw new IOException("There is no certificate in " + file + ".");
      }
      return chain.toArray(Certificate[]::new);
    } catch (CertificateException e) {
      throw new IOException(
          "The certificate in " + file + " is not PEM: " + e.getMessage() + ".", e);
    }
  }

  private static PrivateKey key(Path file, PublicKey certified) throws IOException {
    String text = new String(bytes(file, "key"), StandardCharsets.ISO_8859_1);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          "There is no unencrypted PKCS #8 key in "
              + file
              + (text.contains("PRIVATE KEY")
                  ? "; make one of the key there with: openssl pkcs8 -topk8 -nocrypt."
                  : "."));
    }
    String algorithm = certified.getAlgorithm();
    try {
      byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "The key in " + file + " is no " + algorithm + " key, as its certificate has.", e);
    }
  }

  private static byte[] bytes(Path file, String what) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException("There is no " + what + " file " + file + ".", e);
    } catch (IOException e) {
      throw new IOException("The " + what + " file " + file + " cannot be read.", e);
    }
  }

  /** Whether what one signs the other verifies. */
  private static boolean belong(PrivateKey key, PublicKey certified) throws IOException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      byte[] probe = "larder".getBytes(StandardCharsets.US_ASCII);
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(probe);
      byte[] signed = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certified);
      verifying.update(probe);
      return verifying.verify(signed);
    } catch (GeneralSecurityException e) {
      throw new IOException("A " + key.getAlgorithm() + " key cannot be used.", e);
    }
  }
}
