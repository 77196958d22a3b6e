package dev.larder.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RingTest {
  @Property(tries = 200)
  void bytesComeOutAtTheirOffsets(
      @ForAll @IntRange(min = 1, max = 50) int capacity, @ForAll long seed) {
    Random random = new Random(seed);
    long at = random.nextInt(1_000);
    Ring ring = new Ring(capacity, at);
    long written = at;
    long read = at;
    for (int step = 0; step < 100; step++) {
      ByteBuffer more = ByteBuffer.allocate(random.nextInt(60));
      for (int i = 0; i < more.capacity(); i++) {
        more.put(i, (byte) (written + i));
      }
      int taken = ring.put(more);
      assertEquals(Math.min(more.capacity(), capacity - (written - read)), taken);
      written += taken;
      ByteBuffer out = ByteBuffer.allocate(random.nextInt(60));
      int got = ring.get(read, out, 40);
      for (int i = 0; i < got; i++) {
        assertEquals((byte) (read + i), out.get(i));
      }
      read += got;
      ring.release(read);
      assertEquals(read, ring.start());
    }
  }

  @Test
  void budgetGivesTheLeastWhenItIsUsedUp() {
    RingBudget budget = new RingBudget(4 << 20, 6 << 20);
    assertEquals(4 << 20, budget.take());
    assertEquals(2 << 20, budget.take());
    int least = budget.take();
    assertTrue(least > 0 && least <= 64 * 1024);
    budget.give(least);
    budget.give(4 << 20);
    assertEquals(4 << 20, budget.take());
  }
}
