package dev.larder.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.store.Store;
import java.time.Duration;

/**
 * Remembers for a while what turned out not to be shared, so that those who ask for it do not queue
 * behind one another. Bounded, and forgotten when not asked for.
 */
final class Uncacheable {
  private static final Duration MEMORY = Duration.ofMinutes(1);
  private static final long MOST = 50_000;

  private final Cache<Flight.Course, Long> courses =
      Caffeine.newBuilder().expireAfterWrite(MEMORY).maximumSize(MOST).build();

  private final Store store;

  Uncacheable(Store store) {
    this.store = store;
  }

  /** Remembers what a flight brought, until a purge covers it. */
  void remember(Flight flight) {
    courses.put(flight.course(), flight.epoch());
  }

  boolean remembers(Flight.Course course) {
    Long epoch = courses.getIfPresent(course);
    return epoch != null && !store.purgedSince(course.address().key(), epoch);
  }
}
