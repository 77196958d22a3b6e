package dev.larder.store.disk;

import dev.larder.http.CacheKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds files against purges. The index knows of a key no more than a hash, so most purges need no
 * file to be read, and one of a prefix reads the ends of those that began before it.
 */
public final class DiskPurges {
  private static final Logger LOG = LoggerFactory.getLogger(DiskPurges.class);

  private final DiskTier tier;
  private final DiskIndex index;
  private final DiskFiles files;

  DiskPurges(DiskTier tier, DiskIndex index, DiskFiles files) {
    this.tier = tier;
    this.index = index;
    this.files = files;
  }

  /** What purges say of a file. */
  public enum Sentence {
    KEPT,
    REMOVED,
    /** That depends on its key, which only the file knows. */
    BY_KEY
  }

  /** Purges, as far as files are concerned. */
  public interface Judge {
    /** What is said of all files of that key hash and epoch. Cheap, and without side effects. */
    Sentence judge(long keyHash, long epoch);

    /** Whether a response is removed that began with that epoch. */
    boolean removed(CacheKey key, long epoch);
  }

  /** A hash of a key, by which a judge may know its files. */
  public static long keyHash(CacheKey key) {
    return FileName.ofKey(key);
  }

  /**
   * Drops all that a judge removes.
   *
   * @return whether all could be judged; what could not may be covered by any purge still
   */
  public boolean sweep(Judge judge) {
    int escaped = 0;
    IOException why = null;
    for (IndexRow row :
        index.all((key, epoch, validated, proven) -> judge.judge(key, epoch) != Sentence.KEPT)) {
      if (tier.closed()) {
        return false;
      }
      try {
        sweep(judge, row);
      } catch (IOException e) {
        escaped++;
        why = e;
      }
    }
    if (why != null) {
      LOG.warn("{} files escaped a purge's sweep until the next: {}", escaped, why.toString());
    }
    return escaped == 0;
  }

  /** A snapshot's row may tell of a file that another has replaced since, which is judged then. */
  private void sweep(Judge judge, IndexRow known) throws IOException {
    IndexRow row = known.proven() ? known : tier.row(known.name());
    if (row == null ? index.find(known.name()) != null : !row.proven()) {
      throw new IOException(tier.path(known.name()) + " cannot be opened");
    }
    if (row != null && isRemoved(judge, row)) {
      tier.dropIfHeld(row.name(), row.serial());
    }
  }

  private boolean isRemoved(Judge judge, IndexRow row) throws IOException {
    return switch (judge.judge(row.key(), row.epoch())) {
      case KEPT -> false;
      case REMOVED -> true;
      case BY_KEY -> isRemovedByKey(judge, tier.path(row.name()));
    };
  }

  private boolean isRemovedByKey(Judge judge, Path path) throws IOException {
    try (FileChannel file = files.openToRead(path)) {
      FileHead head = FileHead.read(files, file, path);
      return judge.removed(head.address().key(), head.footer().epoch());
    } catch (NoSuchFileException gone) {
      // Whoever looks it up drops it.
      return false;
    } catch (IOException e) {
      if (DiskFiles.spoilt(e)) {
        return true;
      }
      throw e;
    }
  }

  /**
   * How many files are kept, as far as a judge can say without reading them; null while a row that
   * is not proven may tell of another file than the one that is there.
   */
  public @Nullable Long kept(Set<Long> keyHashes, Judge judge) {
    long kept = 0;
    for (IndexRow row : index.all((key, epoch, validated, proven) -> keyHashes.contains(key))) {
      Sentence sentence = judge.judge(row.key(), row.epoch());
      if (sentence != Sentence.KEPT && !row.proven()) {
        return null;
      }
      kept += sentence == Sentence.REMOVED ? 0 : 1;
    }
    return kept;
  }

  /** Told of each file in force, by the hash of its key and the epoch of its last validation. */
  @FunctionalInterface
  public interface Validations {
    void validated(long keyHash, long epoch);
  }

  /** Tells of the last validation of all files; returns the oldest, or the greatest number. */
  public long oldestValidation(Validations told) {
    AtomicLong oldest = new AtomicLong(Long.MAX_VALUE);
    index.all((key, epoch, validated, proven) -> {
      told.validated(key, validated);
      oldest.accumulateAndGet(validated, Math::min);
      return false;
    });
    return oldest.get();
  }
}
