package dev.larder.store.disk;

import dev.larder.store.StoreObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the disk takes what is written. After a failure nothing is tried until a probe has
 * succeeded, so that a broken disk costs one attempt now and then and not one for each response.
 */
final class DiskHealth {
  private static final Logger LOG = LoggerFactory.getLogger(DiskHealth.class);

  private final StoreObserver observer;
  private volatile boolean working = true;

  DiskHealth(StoreObserver observer) {
    this.observer = observer;
  }

  boolean working() {
    return working;
  }

  void failed(String doing, IOException e) {
    if (e instanceof ClosedChannelException || e instanceof Spool.NoRoomException) {
      return;
    }
    if (working) {
      working = false;
      String what = doing + " failed: " + e;
      LOG.warn("storing on disk pauses, {}", what);
      observer.diskFailed(what);
    }
  }

  /**
   * Writes a file to see whether that can be done.
   *
   * @return whether it cannot for want of room, be it bytes, files or a quota
   */
  boolean probe(DiskFiles files, Path path, Disposal disposal) {
    try (FileChannel file = files.create(path)) {
      files.write(file, ByteBuffer.allocate(BlockChecksums.BLOCK), 0);
      recovered();
      return false;
    } catch (IOException e) {
      failed("probing", e);
      return wantsRoom(e);
    } finally {
      if (Files.exists(path)) {
        disposal.temporary(path, 0);
      }
    }
  }

  /** Java has no other way to tell; the launcher sees to it that the system speaks English. */
  private static boolean wantsRoom(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left") || message.contains("quota exceeded");
  }

  private void recovered() {
    working = true;
    LOG.info("the disk takes writes again, storing resumes");
  }
}
