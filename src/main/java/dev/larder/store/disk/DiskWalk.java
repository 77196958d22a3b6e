package dev.larder.store.disk;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Meets every file under {@code objects} once: adopts what is sound, removes everything else. */
final class DiskWalk {
  private static final Logger LOG = LoggerFactory.getLogger(DiskWalk.class);

  private final Layout layout;
  private final Adoption adoption;
  private final AddressLocks locks;

  DiskWalk(Layout layout, Adoption adoption, AddressLocks locks) {
    this.layout = layout;
    this.adoption = adoption;
    this.locks = locks;
  }

  void run(BooleanSupplier stopped) {
    for (Path directory : list(layout.objects())) {
      if (!Files.isDirectory(directory)) {
        adoption.remove(directory);
        continue;
      }
      Set<Path> files = list(directory);
      for (Path file : files) {
        if (stopped.getAsBoolean()) {
          return;
        }
        meet(directory, file, files);
      }
    }
  }

  private void meet(Path directory, Path file, Set<Path> beside) {
    String name = String.valueOf(file.getFileName());
    boolean sidecar = name.endsWith(FileName.SIDECAR);
    String main = sidecar ? name.substring(0, name.length() - FileName.SIDECAR.length()) : name;
    if (!FileName.isOne(main) || !directory.equals(layout.file(main).getParent())) {
      adoption.remove(file);
    } else if (!sidecar) {
      boolean hasSidecar = beside.contains(FileName.sidecar(file));
      locks.holding(main, () -> adoption.adopt(main, hasSidecar));
    } else if (!beside.contains(layout.file(main))) {
      locks.holding(main, () -> removeOrphan(main));
    }
  }

  private boolean removeOrphan(String main) {
    boolean orphan = Files.notExists(layout.file(main));
    if (orphan) {
      adoption.remove(layout.file(main));
    }
    return orphan;
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
