package dev.larder.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacedCodersTest {
  private final AtomicLong worked = new AtomicLong();
  private volatile int sink;

  private void work() {
    int value = sink;
    for (int i = 0; i < 3_000_000; i++) {
      value = value * 31 + i;
    }
    sink = value;
  }

  @Test
  void threadsTakeNoMoreOfTheProcessorThanTheirShare() {
    long began = System.nanoTime();
    try (PacedCoders coders = new PacedCoders("paced-", 1, 1000, 25, worked::addAndGet)) {
      AtomicInteger done = new AtomicInteger();
      while (System.nanoTime() - began < TimeUnit.MILLISECONDS.toNanos(400)) {
        int before = done.get();
        coders.execute(() -> {
          work();
          done.incrementAndGet();
        });
        while (done.get() == before) {
          Thread.onSpinWait();
        }
      }
    }
    double share = (double) worked.get() / (System.nanoTime() - began);
    assertTrue(share < 0.35, "share " + share);
    assertTrue(worked.get() > 0);
  }

  @Test
  void restEndsWhenTheWorkshopCloses() {
    long began = System.nanoTime();
    try (PacedCoders coders = new PacedCoders("paced-", 1, 1000, 1, worked::addAndGet)) {
      coders.execute(() -> {
        for (int i = 0; i < 100; i++) {
          work();
        }
      });
    }
    long took = System.nanoTime() - began;
    long rest = worked.get() * 99;
    assertTrue(took < rest / 2, Duration.ofNanos(took) + " of " + Duration.ofNanos(rest));
    assertEquals(1, Math.min(1, worked.get()));
  }
}
