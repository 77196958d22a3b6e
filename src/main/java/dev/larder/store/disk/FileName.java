package dev.larder.store.disk;

import dev.larder.store.Address;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of a stored response's file: the first 128 bits of the SHA-256 of its address's
 * canonical bytes, so that a file can be found without an index.
 */
final class FileName {
  static final String SIDECAR = ".head";

  private static final int BYTES = 16;
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{" + 2 * BYTES + "}");

  private FileName() {}

  static String of(Address address) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(AddressCodec.encode(address));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static boolean isOne(String name) {
    return NAME.matcher(name).matches();
  }

  /** The name's directory within the one that holds all: 256 of them, by the first two digits. */
  static Path in(Path objects, String name) {
    return objects.resolve(name.substring(0, 2)).resolve(name);
  }

  static Path sidecar(Path file) {
    return file.resolveSibling(file.getFileName() + SIDECAR);
  }
}
