package dev.larder.origin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the content of files hashes to, remembered for as long as a file looks the same from
 * outside. A file changed a moment ago may change again without looking different, because the
 * clock of a file system ticks slowly; so the hash of such a file is not remembered.
 */
final class ContentHashes {
  private static final int MOST_REMEMBERED = 16_384;
  private static final Duration SETTLED = Duration.ofSeconds(2);
  private static final int PIECE = 64 * 1024;

  /** What a file looks like from outside. */
  record Identity(String path, String fileKey, long size, Instant modified) {}

  private final Map<Identity, String> remembered =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, String> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  /** A finished digest as text: half of it, which nobody will meet twice by accident. */
  static String text(MessageDigest finished) {
    return HexFormat.of().formatHex(finished.digest(), 0, 16);
  }

  /**
   * The hash of an open file's content, from its beginning to the size that it is known to have.
   */
  String of(Identity identity, FileChannel file, Instant now) throws IOException {
    String known = recall(identity);
    if (known != null) {
      return known;
    }
    String hash = compute(file, identity.size());
    if (identity.modified().isBefore(now.minus(SETTLED))) {
      remember(identity, hash);
    }
    return hash;
  }

  private static String compute(FileChannel file, long size) throws IOException {
    MessageDigest digest = digest();
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    for (long at = 0; at < size; at += piece.limit()) {
      piece.clear().limit((int) Math.min(PIECE, size - at));
      if (file.read(piece, at) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
      digest.update(piece.flip());
    }
    return text(digest);
  }

  private synchronized @Nullable String recall(Identity identity) {
    return remembered.get(identity);
  }

  private synchronized void remember(Identity identity, String hash) {
    remembered.put(identity, hash);
  }

  /** To be called when the content turned out to be another. */
  synchronized void forget(Identity identity) {
    remembered.remove(identity);
  }
}
