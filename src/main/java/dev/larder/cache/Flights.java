package dev.larder.cache;

import dev.larder.http.CacheKey;
import dev.larder.store.Store;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fetches under way, one for each course, so that a crowd that asks for the same thing costs
 * its origin one request. A fetch belongs to none of those who wait for it and runs on a virtual
 * thread of its own.
 */
final class Flights {
  private final Store store;
  private final ConcurrentMap<Flight.Course, Flight> flying = new ConcurrentHashMap<>();

  Flights(Store store) {
    this.store = store;
  }

  /** A place on a flight; its leader is the one who caused it. */
  record Boarding(Flight flight, boolean leader) {}

  /**
   * Boards the flight of a course, or starts one. A flight that a purge has overtaken takes nobody:
   * what it brings was asked for before.
   *
   * @param fill what a new flight does; lands it at the end
   */
  Boarding board(Flight.Course course, Function<Flight, Runnable> fill) {
    while (true) {
      Flight current = flying.get(course);
      if (current != null && !store.purgedSince(course.address().key(), current.epoch())) {
        return new Boarding(current, false);
      }
      Flight started = new Flight(course, store.epoch());
      if (put(course, current, started)) {
        Thread.ofVirtual().name("fill").start(fill.apply(started));
        return new Boarding(started, true);
      }
    }
  }

  /**
   * Starts a flight that takes nobody else, for what was not to be shared last time. Should it be
   * this time, it is stored like any other.
   */
  Boarding alone(Flight.Course course, Function<Flight, Runnable> fill) {
    Flight started = new Flight(course, store.epoch());
    Thread.ofVirtual().name("fill").start(fill.apply(started));
    return new Boarding(started, true);
  }

  private boolean put(Flight.Course course, @Nullable Flight current, Flight started) {
    return current == null
        ? flying.putIfAbsent(course, started) == null
        : flying.replace(course, current, started);
  }

  /** Ends a flight: whoever comes now looks in the store. */
  void land(Flight flight) {
    flying.remove(flight.course(), flight);
  }

  /** Whether anything is being fetched for a key. */
  boolean carry(CacheKey key) {
    return flying.keySet().stream().anyMatch(course -> course.address().key().equals(key));
  }
}
