package dev.larder.cache;

import dev.larder.exchange.Tail;
import dev.larder.http.Fields;
import dev.larder.origin.Fetched;
import dev.larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/** What a flight brings to those who wait for it, as soon as it is known. */
sealed interface Filled {

  /**
   * A new response, on its way into the store.
   *
   * @param underway its head is as it will be stored
   * @param asReceived the fields of its head as the origin sent them
   * @param hold keeps its first bytes from passing before the leader has begun to read; the leader
   *     closes it
   */
  record Arriving(Representation.Underway underway, Fields asReceived, @Nullable Tail hold)
      implements Filled {}

  /** A usable response was in the store when the flight began: look there. */
  record Found() implements Filled {}

  /** The stored response still holds: the origin said so. */
  record Freshened(StoredResponse stored) implements Filled {}

  /**
   * The origin is in trouble, and the rules let a stale response stand in for it.
   *
   * @param status what the origin answered, 0 when it did not
   */
  record StandIn(StoredResponse stale, int status, String trouble) implements Filled {}

  /**
   * An answer for the leader alone, who reads and closes it.
   *
   * @param why it is not stored
   */
  record Unshared(Fetched.Answered answered, String why) implements Filled {}

  /** No usable answer. */
  record Failed(Fetched.Failure failure, String detail) implements Filled {}

  /** This node failed, and has said so to its observer. */
  record Broken() implements Filled {}
}
