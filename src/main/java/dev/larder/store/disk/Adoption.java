package dev.larder.store.disk;

import dev.larder.http.CacheKey;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a file of an earlier run into the index, or removes it because it is not sound: cut,
 * damaged, of another format version, under another's name, or of a time whose purges are lost.
 */
final class Adoption {
  private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

  private final Layout layout;
  private final DiskFiles files;
  private final DiskIndex index;
  private final SpaceLedger space;
  private final long newestEpoch;

  Adoption(Layout layout, DiskFiles files, DiskIndex index, SpaceLedger space, long newestEpoch) {
    this.layout = layout;
    this.files = files;
    this.index = index;
    this.space = space;
    this.newestEpoch = newestEpoch;
  }

  /**
   * Adopts the file of that name, if there is one. Under the name's lock.
   *
   * @param tidySidecar whether to remove a sidecar that the file does not use
   * @return its entry, or null when there is no sound file
   */
  @Nullable DiskEntry adopt(String name, boolean tidySidecar) {
    Path path = layout.file(name);
    try {
      FileHead head = read(path, name);
      DiskEntry known = index.find(head.address());
      if (tidySidecar && !(known == null ? head.sidecar() : known.sidecar())) {
        files.delete(FileName.sidecar(path));
      }
      return known != null ? known : add(path, head);
    } catch (NoSuchFileException e) {
      return null;
    } catch (DamagedFileException | EOFException e) {
      LOG.info("removing {}: {}", path, e.getMessage());
      remove(path);
      return null;
    } catch (IOException e) {
      LOG.warn("{} cannot be read and is left alone: {}", path, e.toString());
      return null;
    }
  }

  private FileHead read(Path path, String name) throws IOException {
    FileHead head;
    try (FileChannel file = files.openToRead(path)) {
      head = FileHead.read(files, file, path);
    }
    CacheKey key = head.address().key();
    if (!FileName.of(head.address()).equals(name)) {
      throw new DamagedFileException("it holds " + key + ", which belongs under another name");
    }
    if (index.find(head.address()) == null && head.footer().epoch() > newestEpoch) {
      throw new DamagedFileException("it is newer than the newest purge that is on record");
    }
    return head;
  }

  private DiskEntry add(Path path, FileHead head) throws IOException {
    long bytes = SpaceLedger.rounded(head.footer().fileSize());
    if (head.sidecar()) {
      bytes += SpaceLedger.rounded(Files.size(FileName.sidecar(path)));
    }
    DiskEntry entry = new DiskEntry(head, bytes, Files.getLastModifiedTime(path).toMillis());
    space.found(bytes);
    index.put(entry);
    return entry;
  }

  /** Removes a file, and what lies beside it, of which nothing is in the index. */
  void remove(Path path) {
    try {
      files.delete(path);
      files.delete(FileName.sidecar(path));
    } catch (IOException e) {
      LOG.warn("{} cannot be removed: {}", path, e.toString());
    }
  }
}
