package dev.larder.store.disk;

/**
 * What the index keeps of one stored file: as much as it takes to find, judge and drop it. All else
 * is in the file.
 *
 * @param serial names the file among all that ever bore its name
 * @param key 64 bits that all addresses of its key share
 * @param epoch of the purges with which its fill began
 * @param validated the epoch with which it was last validated
 * @param sequence counts the versions of its head
 * @param sidecar whether its head lies beside it
 * @param proven whether this run has read the file, or wrote it; else the row is from a snapshot
 * @param blocks of 4 KiB that it takes, sidecar included, at least one
 */
record IndexRow(
    FileName name,
    long serial,
    long key,
    long epoch,
    long validated,
    int sequence,
    boolean sidecar,
    boolean proven,
    int blocks) {

  static IndexRow of(FileName name, FileHead head, long bytes) {
    return new IndexRow(
        name,
        head.footer().serial(),
        FileName.ofKey(head.address().key()),
        head.footer().epoch(),
        head.validatedEpoch(),
        Math.toIntExact(head.sequence()),
        head.sidecar(),
        true,
        blocks(bytes));
  }

  static int blocks(long bytes) {
    return Math.toIntExact(Math.max(1, bytes / SpaceLedger.BLOCK));
  }

  /** The same file with another version of its head. */
  IndexRow withHead(int newSequence, long newValidated, boolean newSidecar, long bytes) {
    return new IndexRow(
        name, serial, key, epoch, newValidated, newSequence, newSidecar, proven, blocks(bytes));
  }

  /** Bytes of the sidecar, at least; what it takes beyond that is counted to the file. */
  long sidecarBytes() {
    return sidecar ? SpaceLedger.BLOCK : 0;
  }

  long bytes() {
    return (long) blocks * SpaceLedger.BLOCK;
  }
}
