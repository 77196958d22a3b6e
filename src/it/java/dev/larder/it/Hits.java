package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.LongStream;

/** Hits of one object, one after the other on one connection. */
final class Hits {
  /** What each took, sorted. */
  private final long[] nanos;

  private Hits(long[] nanos) {
    this.nanos = nanos;
  }

  /** All that fit into a time. */
  static Hits of(RunningNode node, String path, Duration time) throws IOException {
    LongStream.Builder nanos = LongStream.builder();
    long end = System.nanoTime() + time.toNanos();
    try (RawConnection connection = RawConnection.to(node.plan().port())) {
      for (long began = System.nanoTime(); began < end; began = System.nanoTime()) {
        connection.sendGet(path);
        RawConnection.Head head = connection.readHead();
        connection.readBody(head);
        nanos.add(System.nanoTime() - began);
        assertEquals(200, head.status(), head::toString);
      }
    }
    return new Hits(nanos.build().sorted().toArray());
  }

  int count() {
    return nanos.length;
  }

  long percentile(int percent) {
    return nanos[nanos.length * percent / 100];
  }

  long slowest() {
    return nanos[nanos.length - 1];
  }
}
