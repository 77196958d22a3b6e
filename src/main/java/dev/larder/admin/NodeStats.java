package dev.larder.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a node at one moment, as {@code GET /v1/stats} shows them.
 *
 * @param uptimeSeconds since it accepts connections
 * @param sinceStart traffic since then
 * @param lastFiveMinutes traffic of the last five minutes
 */
public record NodeStats(
    String version,
    Instant startedAt,
    long uptimeSeconds,
    Traffic sinceStart,
    Traffic lastFiveMinutes,
    Store store) {

  /**
   * Requests to sites and the bytes of content that answered them.
   *
   * @param hits requests answered from the store
   * @param hitRatio hits by requests, 0 to 1; null without requests
   * @param byteHitRatio the same by bytes
   */
  public record Traffic(
      long requests,
      long hits,
      long bytes,
      long hitBytes,
      @Nullable Double hitRatio,
      @Nullable Double byteHitRatio) {

    public static Traffic of(long requests, long hits, long bytes, long hitBytes) {
      return new Traffic(
          requests,
          hits,
          bytes,
          hitBytes,
          requests == 0 ? null : (double) hits / requests,
          bytes == 0 ? null : (double) hitBytes / bytes);
    }
  }

  /** What is stored, in stored responses and bytes. */
  public record Store(
      long memoryObjects,
      long memoryBytes,
      long memoryLimit,
      long diskObjects,
      long diskBytes,
      long diskLimit,
      long fillsUnderWay,
      long purgeEpoch) {}
}
