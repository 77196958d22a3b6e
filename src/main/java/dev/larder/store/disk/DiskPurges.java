package dev.larder.store.disk;

import dev.larder.http.CacheKey;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds files against purges. The index knows of a key no more than a hash, so most purges need no
 * file to be read, and one of a prefix reads the ends of those that began before it.
 */
public final class DiskPurges {
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

  /** Drops all that a judge removes. */
  public void sweep(Judge judge) {
    for (IndexRow row :
        index.all((key, epoch, validated, proven) -> judge.judge(key, epoch) != Sentence.KEPT)) {
      if (tier.closed()) {
        return;
      }
      if (judge.judge(row.key(), row.epoch()) == Sentence.REMOVED || isRemoved(judge, row)) {
        tier.dropIfHeld(row.name(), row.serial());
      }
    }
  }

  private boolean isRemoved(Judge judge, IndexRow row) {
    Path path = tier.path(row.name());
    try (FileChannel file = files.openToRead(path)) {
      FileHead head = FileHead.read(files, file, path);
      return judge.removed(head.address().key(), head.footer().epoch());
    } catch (NoSuchFileException | DamagedFileException | EOFException unusable) {
      // Whoever looks it up drops it.
      return false;
    } catch (IOException unreadable) {
      tier.leaves("reading", unreadable);
      return false;
    }
  }

  /** How many files are kept, as far as a judge can say without reading them. */
  public long kept(Set<Long> keyHashes, Judge judge) {
    return index
        .all((key, epoch, validated, proven) ->
            keyHashes.contains(key) && judge.judge(key, epoch) != Sentence.REMOVED)
        .size();
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
