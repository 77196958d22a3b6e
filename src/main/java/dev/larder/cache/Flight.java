package dev.larder.cache;

import dev.larder.store.Address;
import java.util.concurrent.CompletableFuture;

/**
 * One fetch that any number of requests wait for.
 *
 * @param course what it is for
 * @param epoch the newest purge when it began
 * @param filled completes when the head of an answer, or its failure, is known
 */
record Flight(Course course, long epoch, CompletableFuture<Filled> filled) {

  /**
   * Requests on one course wait for one fetch.
   *
   * @param authorized whether the origin is shown an {@code Authorization}: its answer may then be
   *     for one client alone
   */
  record Course(Address address, boolean authorized) {}

  Flight(Course course, long epoch) {
    this(course, epoch, new CompletableFuture<>());
  }

  /** Waits. */
  Filled await() {
    return filled.join();
  }
}
