package dev.larder.variant;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a delta is made of, in memory.
 *
 * @param sha256 of the dictionary, in base64url
 * @param content the new version
 */
public record DeltaContents(String sha256, ByteBuffer dictionary, ByteBuffer content) {

  /** Brings them into memory, once there is room for them. */
  public interface Reading {
    /** Both; fails when they are not to be had. */
    DeltaContents read() throws IOException;
  }
}
