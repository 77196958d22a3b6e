package dev.larder.store.disk;

/**
 * How much of the disk is taken, in whole blocks. Space is taken here before it is written.
 *
 * <p>Until the files of an earlier run have been counted they are assumed to fill the whole limit:
 * each one that is found turns assumed space into taken space, and when the walk is done the rest
 * of the assumption is dropped.
 */
final class SpaceLedger {
  static final int BLOCK = 4096;

  private final long limit;
  private long taken;
  private long assumed;

  SpaceLedger(long limit) {
    this.limit = limit;
    this.assumed = limit;
  }

  static long rounded(long bytes) {
    return (bytes + BLOCK - 1) / BLOCK * BLOCK;
  }

  long limit() {
    return limit;
  }

  synchronized long taken() {
    return taken;
  }

  /** Takes space if there is enough. */
  synchronized boolean take(long bytes) {
    if (taken + assumed + bytes > limit) {
      return false;
    }
    taken += bytes;
    return true;
  }

  /** Takes space that is occupied already, or too little to refuse. */
  synchronized void takeAnyway(long bytes) {
    taken += bytes;
  }

  synchronized void give(long bytes) {
    taken -= bytes;
  }

  /** A file of an earlier run was found. */
  synchronized void found(long bytes) {
    taken += bytes;
    assumed = Math.max(0, assumed - bytes);
  }

  /** All files of an earlier run have been found but those of some directories, equally full. */
  synchronized void allFoundBut(int directories) {
    assumed = Math.min(assumed, limit / DiskIndex.SHARDS * directories);
  }

  /** All files of an earlier run have been found. */
  synchronized void allFound() {
    assumed = 0;
  }

  synchronized boolean over() {
    return taken > limit;
  }
}
