package dev.larder.http;

import org.jspecify.annotations.Nullable;

/** A content coding that this node can make (RFC 9110 §8.4.1). */
public enum ContentCoding {
  IDENTITY("identity"),
  GZIP("gzip"),
  BROTLI("br"),

  /** Brotli against a dictionary that the client has (RFC 9842 §4). */
  DICTIONARY("dcb");

  private final String token;

  ContentCoding(String token) {
    this.token = token;
  }

  /** The coding's name in {@code Content-Encoding} and {@code Accept-Encoding}. */
  public String token() {
    return token;
  }

  /** The coding of that name in any case ({@code x-gzip} is gzip), or null. */
  public static @Nullable ContentCoding named(String token) {
    for (ContentCoding coding : values()) {
      if (coding.token.equalsIgnoreCase(token)) {
        return coding;
      }
    }
    return token.equalsIgnoreCase("x-gzip") ? GZIP : null;
  }
}
