package dev.larder.store.disk;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The stored files that were read lately, kept open for whoever reads them next. To find one takes
 * no lock and no look at the disk.
 *
 * <p>Who keeps a file open keeps its blocks from being freed. So what leaves the index is dropped
 * from here before its space is given back, and what is kept is held against the index once more
 * after it came in here: whichever comes later sees the other.
 */
final class OpenFiles implements AutoCloseable {
  /** Well below the descriptors that any system grants a process, next to its connections. */
  static final int MOST = 512;

  private final int most;
  private final Map<FileName, OpenFile> files = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * Keeps none yet.
   *
   * @param most how many it keeps; of more, those go that were not used for longest
   */
  OpenFiles(int most) {
    this.most = most;
  }

  /** Uses a file that is kept; null when it is not, or can no longer be used. Never waits. */
  @Nullable OpenFile use(FileName name, long serial) {
    OpenFile file = files.get(name);
    return file != null && file.serial() == serial && file.use() ? file : null;
  }

  /** Keeps a file that its caller uses, in the place of what was kept by its name. */
  void keep(FileName name, OpenFile file) {
    if (!file.use()) {
      return;
    }
    OpenFile before = files.put(name, file);
    if (before != null) {
      before.drop();
    }
    while (files.size() > most) {
      dropOldest();
    }
    if (closed) {
      drop(name);
    }
  }

  private void dropOldest() {
    files.entrySet().stream()
        .min(Comparator.comparingLong(kept -> kept.getValue().lastUsed()))
        .ifPresent(oldest -> drop(oldest.getKey()));
  }

  /** Keeps what bears a name no longer; closes it unless somebody reads it still. */
  void drop(FileName name) {
    OpenFile file = files.remove(name);
    if (file != null) {
      file.drop();
    }
  }

  int size() {
    return files.size();
  }

  /** Keeps nothing from now on. */
  @Override
  public void close() {
    closed = true;
    files.keySet().forEach(this::drop);
  }
}
