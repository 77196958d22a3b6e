package dev.larder.it;

import dev.larder.testing.Decoded;
import java.net.http.HttpResponse;
import java.util.Base64;

/** A version that a visitor's browser holds, and offers as a dictionary (RFC 9842). */
final class HeldVersion {

  /** What Chromium sends, but for codings of which nodes know nothing. */
  private static final String ACCEPTED = "gzip, deflate, br, dcb";

  private final byte[] identity;
  private final String hash;

  private HeldVersion(byte[] identity) {
    this.identity = identity;
    byte[] sha256 = Sha256.digest().digest(identity);
    this.hash = ":" + Base64.getEncoder().encodeToString(sha256) + ":";
  }

  static HeldVersion of(byte[] identity) {
    return new HeldVersion(identity);
  }

  /** Its SHA-256, as a request names it. */
  String hash() {
    return hash;
  }

  /** Asks for a newer version as a browser does that holds this one. */
  HttpResponse<byte[]> get(Client client, String url) {
    return client.get(url, "Accept-Encoding", ACCEPTED, "Available-Dictionary", hash);
  }

  static boolean isDelta(HttpResponse<?> response) {
    return Client.field(response, "Content-Encoding").equals("dcb");
  }

  /** The identity of an answer, whether it is a delta or not. */
  byte[] decoded(HttpResponse<byte[]> response) {
    return isDelta(response)
        ? Decoded.against(identity, response.body())
        : Bodies.decoded(response);
  }
}
