package dev.larder.it;

import dev.larder.testing.Decoded;
import java.net.http.HttpResponse;

/** The bodies of answers, without the coding in which they came. */
final class Bodies {

  private Bodies() {}

  /** The identity of a response's body; fails when it is damaged or cut short. */
  static byte[] decoded(HttpResponse<byte[]> response) {
    String coding = Client.field(response, "Content-Encoding");
    return Decoded.of(coding.isEmpty() ? "identity" : coding, response.body());
  }
}
