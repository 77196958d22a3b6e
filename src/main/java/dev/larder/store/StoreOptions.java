package dev.larder.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the store is set up.
 *
 * @param directory where it keeps its files
 * @param memoryBytes what the memory tier may hold
 * @param diskBytes what the disk tier may hold; 0 for none
 * @param largestInMemory the largest object that the memory tier takes, in bytes
 * @param reverify how long a file that was found sound counts as such
 * @param scrub within which time all files are read again in the background; zero for never
 * @param admission when a response comes to the disk
 * @param retainedPercent share of the disk for what stays though it is of little worth
 */
public record StoreOptions(
    Path directory,
    long memoryBytes,
    long diskBytes,
    long largestInMemory,
    Duration reverify,
    Duration scrub,
    Admission admission,
    int retainedPercent) {

  /** A store that verifies as is usual. */
  public StoreOptions(Path directory, long memoryBytes, long diskBytes, long largestInMemory) {
    this(
        directory,
        memoryBytes,
        diskBytes,
        largestInMemory,
        Duration.ofHours(24),
        Duration.ofDays(14),
        Admission.FIRST,
        10);
  }

  /** The same store with other times of verification. */
  public StoreOptions verifying(Duration newReverify, Duration newScrub) {
    return new StoreOptions(
        directory,
        memoryBytes,
        diskBytes,
        largestInMemory,
        newReverify,
        newScrub,
        admission,
        retainedPercent);
  }

  /** The same store with another time of admission to the disk. */
  public StoreOptions admitting(Admission newAdmission) {
    return new StoreOptions(
        directory,
        memoryBytes,
        diskBytes,
        largestInMemory,
        reverify,
        scrub,
        newAdmission,
        retainedPercent);
  }
}
