package dev.larder.store;

import java.time.Duration;

/**
 * Bounds of intakes.
 *
 * @param inHeap bytes of a body that wait in memory before a file is begun for it
 * @param ring bytes that an intake without disk holds for its readers
 * @param allRings bytes that all of these hold together
 * @param patience how long such an intake waits for a reader that is a full ring behind
 */
record IntakeLimits(int inHeap, int ring, long allRings, Duration patience) {
  static final IntakeLimits USUAL =
      new IntakeLimits(64 * 1024, 4 << 20, 64L << 20, Duration.ofSeconds(1));
}
