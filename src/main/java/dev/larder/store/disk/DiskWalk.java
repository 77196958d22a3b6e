package dev.larder.store.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meets every file under {@code objects} once: adopts what is sound, removes everything else, and
 * drops from the index what is not there. Files that a snapshot knows are only measured; they are
 * read when somebody asks for them.
 */
final class DiskWalk {
  private static final Logger LOG = LoggerFactory.getLogger(DiskWalk.class);

  /** Files in a directory of 256, of a store whose walk is felt. */
  private static final int MANY = 40;

  private static final Duration HEAD_START = Duration.ofSeconds(2);

  private final Layout layout;
  private final DiskFiles files;
  private final Adoption adoption;
  private final DiskIndex index;
  private final Disposal disposal;
  private final AddressLocks locks;

  /** One for all, as there may be very many. */
  private @Nullable String trouble;

  DiskWalk(
      Layout layout,
      DiskFiles files,
      Adoption adoption,
      DiskIndex index,
      Disposal disposal,
      AddressLocks locks) {
    this.layout = layout;
    this.files = files;
    this.adoption = adoption;
    this.index = index;
    this.disposal = disposal;
    this.locks = locks;
  }

  /**
   * Walks, or goes on with what it did not meet.
   *
   * @return how many directories were not met as a whole, because they or a file in them could not
   *     be opened, or because it was stopped
   */
  int run(BooleanSupplier stopped) {
    Set<Path> all = listed(layout.objects());
    if (all == null) {
      LOG.warn("the files of the last run are not met yet: {}", trouble);
      return DiskIndex.SHARDS;
    }
    if (isLong(all)) {
      // A process that starts has enough to do before its first answer.
      LockSupport.parkNanos(HEAD_START.toNanos());
      LOG.info("looking at the files of the last run");
    }
    int unmet = all.size();
    for (Path path : all) {
      long began = System.nanoTime();
      unmet -= walk(path, stopped) ? 1 : 0;
      if (stopped.getAsBoolean()) {
        return unmet;
      }
      // Whoever asks meanwhile comes first: it rests as long as it works.
      LockSupport.parkNanos(System.nanoTime() - began);
    }
    if (trouble != null) {
      LOG.warn("{} directories are not met as a whole yet: {}", unmet, trouble);
    }
    return unmet;
  }

  private boolean isLong(Set<Path> all) {
    for (Path path : all) {
      if (Files.isDirectory(path)) {
        Set<Path> inside = listed(path);
        return inside != null && inside.size() > MANY;
      }
    }
    return false;
  }

  private boolean walk(Path directory, BooleanSupplier stopped) {
    if (!Files.isDirectory(directory)) {
      adoption.remove(directory);
      return Files.notExists(directory, LinkOption.NOFOLLOW_LINKS);
    }
    Set<Path> inside = listed(directory);
    if (inside == null) {
      return false;
    }
    boolean whole = true;
    Set<FileName> there = new HashSet<>();
    for (Path file : inside) {
      if (stopped.getAsBoolean()) {
        return false;
      }
      FileName name = name(directory, file);
      if (name != null && !String.valueOf(file).endsWith(FileName.SIDECAR)) {
        there.add(name);
        whole &= meet(name, file, inside.contains(FileName.sidecar(file)));
      } else if (name == null) {
        adoption.remove(file);
      } else if (!inside.contains(layout.file(name))) {
        locks.holding(name, () -> removeOrphan(name));
      }
    }
    dropAbsent(directory, there);
    return whole;
  }

  /** Whose file, or sidecar, it is; null for all else. */
  private @Nullable FileName name(Path directory, Path file) {
    String text = String.valueOf(file.getFileName());
    boolean sidecar = text.endsWith(FileName.SIDECAR);
    FileName name =
        FileName.parse(
            sidecar ? text.substring(0, text.length() - FileName.SIDECAR.length()) : text);
    return name != null && directory.equals(layout.file(name).getParent()) ? name : null;
  }

  /** Returns false for a file that is left alone because it could not be opened. */
  private boolean meet(FileName name, Path file, boolean hasSidecar) {
    if (!hasSidecar && isAsKnown(name, file)) {
      return true;
    }
    IndexRow row = locks.holding(name, () -> adoption.adopt(name, hasSidecar));
    boolean met = row != null || disposal.holds(file) || Files.notExists(file);
    trouble = met ? trouble : file + " cannot be opened";
    return met;
  }

  private boolean isAsKnown(FileName name, Path file) {
    IndexRow row = index.find(name);
    try {
      return row != null && (row.proven() || SpaceLedger.rounded(Files.size(file)) == row.bytes());
    } catch (IOException gone) {
      return false;
    }
  }

  private boolean removeOrphan(FileName name) {
    boolean orphan = Files.notExists(layout.file(name));
    if (orphan) {
      adoption.remove(layout.file(name));
    }
    return orphan;
  }

  private void dropAbsent(Path directory, Set<FileName> there) {
    int number = layout.numberOf(directory);
    if (number < 0) {
      return;
    }
    for (IndexRow row : index.in(number, (key, epoch, validated, proven) -> !proven)) {
      if (!there.contains(row.name())) {
        locks.holding(row.name(), () -> adoption.adopt(row.name(), false));
      }
    }
  }

  /** Null when it cannot be listed. */
  private @Nullable Set<Path> listed(Path directory) {
    try {
      return Set.copyOf(files.list(directory));
    } catch (IOException e) {
      trouble = directory + " cannot be listed: " + e;
      return null;
    }
  }
}
