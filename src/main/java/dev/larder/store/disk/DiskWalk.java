package dev.larder.store.disk;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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
  private final Adoption adoption;
  private final DiskIndex index;
  private final AddressLocks locks;

  DiskWalk(Layout layout, Adoption adoption, DiskIndex index, AddressLocks locks) {
    this.layout = layout;
    this.adoption = adoption;
    this.index = index;
    this.locks = locks;
  }

  void run(BooleanSupplier stopped) {
    Set<Path> all = list(layout.objects());
    if (all.stream().filter(Files::isDirectory).limit(1).anyMatch(one -> list(one).size() > MANY)) {
      // A process that starts has enough to do before its first answer.
      LockSupport.parkNanos(HEAD_START.toNanos());
    }
    for (Path path : all) {
      long began = System.nanoTime();
      if (!Files.isDirectory(path)) {
        adoption.remove(path);
      } else if (!walk(path, stopped)) {
        return;
      }
      // Whoever asks meanwhile comes first: it rests as long as it works.
      LockSupport.parkNanos(System.nanoTime() - began);
    }
  }

  private boolean walk(Path directory, BooleanSupplier stopped) {
    Set<Path> files = list(directory);
    Set<FileName> there = new HashSet<>();
    for (Path file : files) {
      if (stopped.getAsBoolean()) {
        return false;
      }
      FileName name = meet(directory, file, files);
      if (name != null) {
        there.add(name);
      }
    }
    dropAbsent(directory, there);
    return true;
  }

  /** The name of a file of a stored response; null for all else. */
  private @Nullable FileName meet(Path directory, Path file, Set<Path> beside) {
    String text = String.valueOf(file.getFileName());
    boolean sidecar = text.endsWith(FileName.SIDECAR);
    FileName name =
        FileName.parse(
            sidecar ? text.substring(0, text.length() - FileName.SIDECAR.length()) : text);
    if (name == null || !directory.equals(layout.file(name).getParent())) {
      adoption.remove(file);
      return null;
    }
    if (sidecar) {
      if (!beside.contains(layout.file(name))) {
        locks.holding(name, () -> removeOrphan(name));
      }
      return null;
    }
    boolean hasSidecar = beside.contains(FileName.sidecar(file));
    if (hasSidecar || !isAsKnown(name, file)) {
      locks.holding(name, () -> adoption.adopt(name, hasSidecar));
    }
    return name;
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

  private static Set<Path> list(Path directory) {
    Set<Path> found = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      files.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("{} cannot be listed: {}", directory, e.toString());
    }
    return found;
  }
}
