package dev.larder.cache;

import org.jspecify.annotations.Nullable;

/** What became of a purge. */
public sealed interface PurgeResult {

  /**
   * It is durable and in force.
   *
   * @param epoch its number
   * @param objects how many stored responses it covers, null where only a scan could tell
   */
  record Purged(long epoch, @Nullable Long objects) implements PurgeResult {}

  /**
   * The order names something that is not there to be purged; nothing was purged.
   *
   * @param sentence what is wrong, for people
   */
  record Refused(String sentence) implements PurgeResult {}

  /**
   * It could not be made durable, so it may be forgotten at the next start.
   *
   * @param sentence what is wrong, for people
   */
  record Failed(String sentence) implements PurgeResult {}
}
