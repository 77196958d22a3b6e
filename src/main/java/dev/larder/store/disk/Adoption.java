package dev.larder.store.disk;

import dev.larder.store.StoreObserver;
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
  private final Disposal disposal;
  private final long newestEpoch;
  private final StoreObserver observer;
  private boolean believed;

  Adoption(
      Layout layout,
      DiskFiles files,
      DiskIndex index,
      SpaceLedger space,
      Disposal disposal,
      long newestEpoch,
      StoreObserver observer) {
    this.layout = layout;
    this.files = files;
    this.index = index;
    this.space = space;
    this.disposal = disposal;
    this.newestEpoch = newestEpoch;
    this.observer = observer;
  }

  /**
   * Takes the word of a snapshot for the time being. Only the first time: later it would bring back
   * what has gone since.
   *
   * @return whether it holds all there is
   */
  boolean believe(Snapshot snapshot) {
    if (believed) {
      return false;
    }
    believed = true;
    try {
      return snapshot.read(new Believer());
    } catch (NoSuchFileException none) {
      return false;
    } catch (IOException e) {
      LOG.info("the snapshot of the index is not used: {}", e.getMessage());
      return false;
    }
  }

  private final class Believer implements Snapshot.Reader {
    @Override
    public void expect(int rows) {
      index.expect(rows);
    }

    @Override
    public void row(IndexRow row, float level, int uses, boolean retained) {
      if (row.epoch() > newestEpoch || !index.putIfAbsent(row, level, uses)) {
        return;
      }
      space.found(row.bytes());
      if (retained) {
        index.retained().add(row);
      }
    }
  }

  /**
   * Adopts the file of that name, if there is one. Under the name's lock.
   *
   * @param tidySidecar whether to remove a sidecar that the file does not use
   * @return its row, or null when there is no sound file
   */
  @Nullable IndexRow adopt(FileName name, boolean tidySidecar) {
    IndexRow known = index.find(name);
    if (known != null && known.proven() && !tidySidecar) {
      return known;
    }
    Path path = layout.file(name);
    if (known == null && disposal.holds(path)) {
      return null;
    }
    try {
      FileHead head = read(path, name, known);
      IndexRow row = known != null && known.proven() ? known : add(path, name, head);
      if (tidySidecar && !row.sidecar()) {
        disposal.stored(name, FileName.sidecar(path), 0);
      }
      return row;
    } catch (NoSuchFileException e) {
      forget(known);
      return null;
    } catch (IOException e) {
      if (DiskFiles.spoilt(e)) {
        LOG.info("removing {}: {}", path, e.getMessage());
        observer.damaged(name.toString(), String.valueOf(e.getMessage()));
        forget(known);
        disposal.stored(name, path, 0);
        disposal.stored(name, FileName.sidecar(path), 0);
      } else {
        LOG.debug("{} cannot be opened and is left alone: {}", path, e.toString());
      }
      return null;
    }
  }

  private FileHead read(Path path, FileName name, @Nullable IndexRow known) throws IOException {
    FileHead head;
    try (FileChannel file = files.openToRead(path)) {
      head = FileHead.read(files, file, path);
    }
    if (!FileName.of(head.address()).equals(name)) {
      throw new DamagedFileException(
          "it holds " + head.address().key() + ", which belongs under another name");
    }
    boolean written = known != null && known.proven();
    if (!written && head.footer().epoch() > newestEpoch) {
      throw new DamagedFileException("it is newer than the newest purge that is on record");
    }
    return head;
  }

  private IndexRow add(Path path, FileName name, FileHead head) throws IOException {
    long bytes = SpaceLedger.rounded(head.footer().fileSize());
    if (head.sidecar()) {
      bytes += SpaceLedger.rounded(Files.size(FileName.sidecar(path)));
    }
    IndexRow row = IndexRow.of(name, head, bytes);
    IndexRow before = index.put(row);
    if (before == null) {
      space.found(bytes);
    } else {
      space.takeAnyway(bytes - before.bytes());
    }
    return row;
  }

  /** Drops what only a snapshot knew of. */
  void forget(@Nullable IndexRow known) {
    if (known != null && index.remove(known.name(), known.serial()) != null) {
      space.give(known.bytes());
    }
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
