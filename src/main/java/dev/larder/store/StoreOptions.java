package dev.larder.store;

import java.nio.file.Path;

/**
 * How the store is set up.
 *
 * @param directory where it keeps its files
 * @param memoryBytes what the memory tier may hold
 * @param diskBytes what the disk tier may hold; 0 for none
 * @param largestInMemory the largest object that the memory tier takes, in bytes
 */
public record StoreOptions(
    Path directory, long memoryBytes, long diskBytes, long largestInMemory) {}
