package dev.larder.store.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the store leaves free on its file system, for whatever else lives there: a twentieth of it,
 * but no more than 1 GiB.
 */
final class FreeSpace {
  private static final Logger LOG = LoggerFactory.getLogger(FreeSpace.class);
  private static final long MOST = 1L << 30;
  private static final int SHARE = 20;

  private final DiskFiles files;
  private final Path directory;

  /**
   * Kept, since finding it anew means to read all that is mounted. It asks for the free space by
   * the directory's path each time, so that it is right whatever is mounted there later.
   */
  private final @Nullable FileStore fileSystem;

  private final long floor;

  private FreeSpace(DiskFiles files, Path directory, @Nullable FileStore fileSystem, long floor) {
    this.files = files;
    this.directory = directory;
    this.fileSystem = fileSystem;
    this.floor = floor;
  }

  /** Of the file system that a directory is on; warns of a limit that it can never hold. */
  static FreeSpace of(DiskFiles files, Path directory, long limit) {
    FileStore fileSystem = null;
    long total = 0;
    try {
      fileSystem = Files.getFileStore(directory);
      total = fileSystem.getTotalSpace();
    } catch (IOException e) {
      LOG.warn("how large the file system of {} is cannot be told: {}", directory, e.toString());
    }
    if (limit > total) {
      LOG.warn(
          "the store may take {} bytes, but {} is on a file system of {}: what is full first counts",
          limit,
          directory,
          total);
    }
    return new FreeSpace(files, directory, fileSystem, Math.min(MOST, total / SHARE));
  }

  /** How much has to go before so many bytes may be written; 0 when they may. */
  long missingFor(long bytes) {
    if (fileSystem == null) {
      return 0;
    }
    try {
      return Math.max(0, floor + bytes - files.usable(fileSystem));
    } catch (IOException e) {
      // Writing will tell.
      LOG.debug("the free space of {} cannot be told: {}", directory, e.toString());
      return 0;
    }
  }
}
