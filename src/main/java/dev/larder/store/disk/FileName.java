package dev.larder.store.disk;

import dev.larder.http.CacheKey;
import dev.larder.store.Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The name of a stored response's file: the first 128 bits of the SHA-256 of its address's
 * canonical bytes, so that a file can be found without an index.
 */
record FileName(long high, long low) {
  static final String SIDECAR = ".head";

  private static final int DIGITS = 32;

  static FileName of(Address address) {
    ByteBuffer hash = ByteBuffer.wrap(sha256(AddressCodec.encode(address)));
    return new FileName(hash.getLong(), hash.getLong());
  }

  /** 64 bits that all addresses of a key share. */
  static long ofKey(CacheKey key) {
    return ByteBuffer.wrap(sha256(key.canonical().getBytes(StandardCharsets.UTF_8))).getLong();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Reads a name of 32 digits in lower case; null when it is none. */
  static @Nullable FileName parse(String text) {
    if (text.length() != DIGITS) {
      return null;
    }
    for (int i = 0; i < DIGITS; i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return null;
      }
    }
    return new FileName(
        HexFormat.fromHexDigitsToLong(text, 0, DIGITS / 2),
        HexFormat.fromHexDigitsToLong(text, DIGITS / 2, DIGITS));
  }

  /** The number of its directory: 256 of them, by the first two digits. */
  int directory() {
    return (int) (high >>> 56);
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }

  /** Its place within the directory that holds all. */
  Path in(Path objects) {
    String name = toString();
    return objects.resolve(name.substring(0, 2)).resolve(name);
  }

  static Path sidecar(Path file) {
    return file.resolveSibling(file.getFileName() + SIDECAR);
  }
}
