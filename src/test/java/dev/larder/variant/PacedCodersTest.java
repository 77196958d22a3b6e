package dev.larder.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
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
    try (PacedCoders coders = new PacedCoders("paced-", 1, 1000, 25, true, worked::addAndGet)) {
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

  /** The 41st field of a thread's line is its policy (proc(5)). */
  @Test
  void threadsThatNobodyWaitsForGiveWay() throws Exception {
    for (boolean waited : new boolean[] {true, false}) {
      try (PacedCoders coders =
          new PacedCoders("paced-", 1, 1000, 100, waited, worked::addAndGet)) {
        String line =
            coders.submit(() -> Files.readString(Path.of("/proc/thread-self/stat"))).get();
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        assertEquals(waited ? "0" : "5", fields[41 - 3], line);
      }
    }
  }

  @Test
  void restEndsWhenTheWorkshopCloses() {
    long began = System.nanoTime();
    try (PacedCoders coders = new PacedCoders("paced-", 1, 1000, 1, true, worked::addAndGet)) {
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
