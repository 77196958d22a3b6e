package dev.larder.store.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files. What cannot be deleted keeps its space and is tried again, so that a disk that
 * fails for a moment costs neither room nor the forgetting of purges.
 */
final class Disposal {
  private static final Logger LOG = LoggerFactory.getLogger(Disposal.class);

  /** A disk that keeps more than these is broken as a whole: a restart looks at it anew. */
  private static final int MOST = 4096;

  private static final int AT_ONCE = 64;

  private final DiskFiles files;
  private final AddressLocks locks;
  private final DiskIndex index;
  private final SpaceLedger space;
  private final DiskHealth health;
  private final OpenFiles open;
  private final Map<Path, Left> left = new LinkedHashMap<>();
  private boolean tooMany;

  /**
   * What could not be deleted.
   *
   * @param name of the stored response whose file it was, or lay beside it; null of all else
   * @param bytes that it takes still
   */
  private record Left(@Nullable FileName name, long bytes) {}

  Disposal(
      DiskFiles files,
      AddressLocks locks,
      DiskIndex index,
      SpaceLedger space,
      DiskHealth health,
      OpenFiles open) {
    this.files = files;
    this.locks = locks;
    this.index = index;
    this.space = space;
    this.health = health;
    this.open = open;
  }

  /** Deletes a file that no stored response's name led to, and gives its space back. */
  void temporary(Path path, long bytes) {
    delete(path, new Left(null, bytes));
  }

  /**
   * Deletes what lies at a name, or beside it, and gives its space back. Under the name's lock. It
   * must have left the index before, or it might be kept open again.
   */
  void stored(FileName name, Path path, long bytes) {
    // A file that is open keeps its blocks, whatever becomes of its name.
    open.drop(name);
    delete(path, new Left(name, bytes));
  }

  private void delete(Path path, Left file) {
    try {
      files.delete(path);
      space.give(file.bytes());
    } catch (IOException e) {
      keep(path, file);
      health.failed("deleting", e);
    }
  }

  private synchronized void keep(Path path, Left file) {
    if (left.size() < MOST) {
      Left before = left.put(path, file);
      // What lay there before was replaced by what is to go now.
      space.give(before == null ? 0 : before.bytes());
      return;
    }
    if (!tooMany) {
      LOG.warn(
          "{} files could not be deleted, what more there are is left for the next start", MOST);
    }
    tooMany = true;
    space.give(file.bytes());
  }

  /** Whether that file was to be deleted and may still be there. */
  synchronized boolean holds(Path path) {
    return left.containsKey(path);
  }

  /** Whether a stored response is still there that was to go: what purged it must be remembered. */
  synchronized boolean holdsStored() {
    return tooMany || left.values().stream().anyMatch(file -> file.name() != null);
  }

  /** Tries some again, others than the last time. */
  void tryAgain() {
    for (Map.Entry<Path, Left> one : some()) {
      FileName name = one.getValue().name();
      if (name == null) {
        tryAgain(one.getKey(), one.getValue());
      } else {
        locks.holding(name, () -> tryAgain(one.getKey(), one.getValue()));
      }
    }
  }

  private synchronized List<Map.Entry<Path, Left>> some() {
    List<Map.Entry<Path, Left>> some =
        new ArrayList<>(left.entrySet().stream().limit(AT_ONCE).map(Map.Entry::copyOf).toList());
    for (Map.Entry<Path, Left> one : some) {
      left.remove(one.getKey());
      left.put(one.getKey(), one.getValue());
    }
    return some;
  }

  private boolean tryAgain(Path path, Left file) {
    try {
      if (!isTaken(path, file.name())) {
        files.delete(path);
      }
    } catch (IOException e) {
      LOG.debug("{} still cannot be deleted: {}", path, e.toString());
      return false;
    }
    return gone(path, file);
  }

  /** Whether another file, which is in force, has taken its place since. */
  private boolean isTaken(Path path, @Nullable FileName name) {
    IndexRow row = name == null ? null : index.find(name);
    boolean beside = String.valueOf(path).endsWith(FileName.SIDECAR);
    return row != null && (row.sidecar() || !beside);
  }

  private synchronized boolean gone(Path path, Left file) {
    boolean known = left.remove(path, file);
    space.give(known ? file.bytes() : 0);
    return known;
  }
}
