package dev.larder.it;

import dev.larder.testing.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Makes certificates as an operator would. */
final class Openssl {
  private Openssl() {}

  /** A certificate for the loopback address that signs itself. */
  static TestCertificate certificate(Path directory) {
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
}
