package dev.larder.origin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content of a file, hashed again on its way: a file that is overwritten in place while it is
 * read would leave as a mixture of old and new under the old one's tag. The last piece is held back
 * until the hash has been compared, so that no reader takes such a mixture for whole.
 */
final class FileBody implements OriginBody {
  private static final Logger LOG = LoggerFactory.getLogger(FileBody.class);

  private final DirectoryEntity entity;
  private final ContentHashes hashes;
  private final LongConsumer received;
  private final MessageDigest digest = ContentHashes.digest();
  private long position;
  private boolean closed;

  /**
   * @param received told the number of bytes read, once
   */
  FileBody(DirectoryEntity entity, ContentHashes hashes, LongConsumer received) {
    this.entity = entity;
    this.hashes = hashes;
    this.received = received;
  }

  @Override
  public long length() {
    return entity.identity().size();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (position == length()) {
      return -1;
    }
    int start = into.position();
    ByteBuffer piece = into.slice(start, (int) Math.min(into.remaining(), length() - position));
    int count = entity.file().read(piece, position);
    if (count < 0) {
      throw changed();
    }
    digest.update(piece.flip());
    if (position + count == length()) {
      requireUnchanged();
    }
    position += count;
    into.position(start + count);
    return count;
  }

  private void requireUnchanged() throws IOException {
    boolean same =
        ContentHashes.text(digest).equals(entity.hash()) && entity.file().size() == length();
    if (!same) {
      throw changed();
    }
  }

  private IOException changed() {
    hashes.forget(entity.identity());
    return new IOException("the file changed while it was read");
  }

  @Override
  public boolean provenWhole() {
    return position == length();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      entity.close();
    } catch (IOException failure) {
      LOG.warn("Closing a file that was served failed: {}", failure.toString());
    }
    received.accept(position);
  }
}
