package dev.larder.store;

/**
 * Sizes of the store at one moment, in stored responses and bytes (disk bytes are block-rounded).
 *
 * @param intakes ways in that are open
 * @param purgeEpoch the number of the newest purge
 */
public record StoreStats(
    long memoryObjects,
    long memoryBytes,
    long memoryLimit,
    long diskObjects,
    long diskBytes,
    long diskLimit,
    long intakes,
    long purgeEpoch) {}
