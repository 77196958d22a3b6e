package dev.larder.admin;

import dev.larder.http.Fields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The secret that opens the API (RFC 6750 §2.1). */
final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private final byte[] secret;

  BearerToken(String secret) {
    if (secret.isBlank()) {
      throw new IllegalArgumentException("an empty token would open the API to everyone");
    }
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Whether a request carries it. Takes a time that does not tell how much of a guess was right.
   * The scheme compares without regard to case (RFC 9110 §11.1).
   */
  boolean isIn(Fields fields) {
    String given = fields.combined("Authorization");
    if (given == null || !given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] guess = given.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(guess, secret);
  }
}
