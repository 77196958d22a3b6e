package dev.larder.server;

import dev.larder.exchange.Content;
import dev.larder.exchange.Lease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the beginning of a file's part into the page cache, for a thread that may not wait. */
final class ReadAhead {
  private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

  /** What is read at once: a disk that turns reads no more in a few milliseconds. */
  private static final long BYTES = 1024 * 1024;

  private static final int PIECE = 64 * 1024;

  private ReadAhead() {}

  /** Reads it, and makes sure that it is what was stored; false when that cannot be had. */
  static boolean of(Content.Stored part) {
    Lease file = Objects.requireNonNull(part.file());
    long at = part.offset();
    long end = at + Math.min(part.length(), BYTES);
    try {
      end = Math.min(end, file.sound(at));
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      while (at < end) {
        int count = file.channel().read(piece.clear(), at);
        if (count <= 0) {
          return false;
        }
        at += count;
      }
      return true;
    } catch (IOException e) {
      LOG.debug("a file could not be read ahead", e);
      return false;
    }
  }

  /** See {@link Lease#doubt}; never well. */
  static boolean doubt(Content.Stored part) {
    Objects.requireNonNull(part.file()).doubt(part.offset());
    return false;
  }
}
