package dev.larder.store.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every stored response of a directory by reading its file, and changes nothing.
 *
 * <p>It takes no lock, so a node may be at work in the same directory. Files then vanish and take
 * one another's place while they are looked at. What vanished is passed over, and what seems
 * damaged is looked at a second time, since its sidecar may have gone with the file that bore the
 * name before.
 *
 * <p>Files are named by hashes, hence spread evenly over their directories: how many of these have
 * been seen tells how much of the store has been, without counting it first.
 */
public final class StoreCensus {
  private final Layout layout;
  private final DiskFiles files = DiskFiles.REAL;
  private final Verification verification = new Verification(files, Duration.ZERO);

  public StoreCensus(Layout layout) {
    this.layout = layout;
  }

  /** Is told what is met. */
  public interface Visitor {

    /**
     * Takes one finding.
     *
     * @param share of the store that has been met with it, 0 to 1
     * @return whether to go on
     */
    boolean met(Finding finding, double share);

    /** Learns the share without a finding, after what is not wanted; else as {@link #met}. */
    default boolean passed(double share) {
      return true;
    }
  }

  /**
   * Meets everything, in the order of the files' names, which is none that means anything.
   *
   * @param wanted of which responses to tell; what is too damaged to say whose it is, is told
   *     always
   * @param bodies whether to read the bodies too and hold them against their checksums
   * @throws IOException when there is no store, or its directory cannot be read
   */
  public void walk(Predicate<StoredFile> wanted, boolean bodies, Visitor visitor)
      throws IOException {
    List<Path> directories = list(layout.objects());
    for (int i = 0; i < directories.size(); i++) {
      if (!walk(directories.get(i), i, directories.size(), new Look(wanted, bodies), visitor)) {
        return;
      }
    }
  }

  private boolean walk(Path directory, int before, int all, Look look, Visitor visitor) {
    List<Path> inside;
    try {
      inside = list(directory);
    } catch (NoSuchFileException gone) {
      return true;
    } catch (IOException e) {
      return visitor.met(unreadable(directory, e), (before + 1.0) / all);
    }
    for (int i = 0; i < inside.size(); i++) {
      Finding finding = look.at(inside.get(i));
      double share = (before + (i + 1.0) / inside.size()) / all;
      if (!(finding == null ? visitor.passed(share) : visitor.met(finding, share))) {
        return false;
      }
    }
    return true;
  }

  private static List<Path> list(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      paths.forEach(found::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(found);
    return found;
  }

  private static Finding.Unsound unreadable(Path path, IOException e) {
    String why =
        switch (e) {
          case AccessDeniedException denied -> "it may not be read";
          case NotDirectoryException file -> "it is no directory of the store";
          default -> "it cannot be read: " + e;
        };
    return new Finding.Unsound(path, null, why);
  }

  /** Looks at files in one way. */
  private final class Look {
    private final Predicate<StoredFile> wanted;
    private final boolean bodies;

    Look(Predicate<StoredFile> wanted, boolean bodies) {
      this.wanted = wanted;
      this.bodies = bodies;
    }

    /** Null when it vanished or is not wanted, and for sidecars, which belong to their files. */
    @Nullable Finding at(Path path) {
      if (name(path).endsWith(FileName.SIDECAR)) {
        return null;
      }
      // Opening anything else could wait for ever.
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
            ? new Finding.Unsound(path, null, "it is no file of the store")
            : null;
      }
      Finding first = read(path);
      return first instanceof Finding.Unsound ? read(path) : first;
    }

    private @Nullable Finding read(Path path) {
      try (FileChannel file = files.openToRead(path)) {
        FileHead head = FileHead.read(files, file, path);
        if (!name(path).equals(String.valueOf(FileName.of(head.address())))) {
          String key = head.address().key().canonical();
          throw new DamagedFileException("it holds " + key + ", which belongs under another name");
        }
        StoredFile stored = describe(path, head);
        return wanted.test(stored) ? verified(file, head.footer(), stored) : null;
      } catch (NoSuchFileException gone) {
        return null;
      } catch (DamagedFileException | EOFException e) {
        return new Finding.Unsound(path, null, String.valueOf(e.getMessage()));
      } catch (IOException e) {
        return unreadable(path, e);
      }
    }

    private Finding verified(FileChannel file, Footer footer, StoredFile stored)
        throws IOException {
      try {
        if (bodies) {
          verification.checked(file, footer).verify(0, footer.length(), null);
        }
        return new Finding.Sound(stored);
      } catch (DamagedFileException | EOFException e) {
        return new Finding.Unsound(stored.path(), stored, String.valueOf(e.getMessage()));
      }
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static StoredFile describe(Path path, FileHead head) {
    long bytes = SpaceLedger.rounded(head.footer().fileSize());
    if (head.sidecar()) {
      bytes += SpaceLedger.rounded(FileName.sidecar(path).toFile().length());
    }
    return new StoredFile(
        path,
        head.address(),
        head.head(),
        head.footer().length(),
        bytes,
        head.footer().generation(),
        head.footer().epoch(),
        head.validatedEpoch(),
        head.sequence());
  }
}
