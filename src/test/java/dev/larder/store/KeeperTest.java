package dev.larder.store;

import static dev.larder.store.StoreFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeeperTest {
  private final AtomicInteger firsts = new AtomicInteger();
  private final AtomicInteger turns = new AtomicInteger();

  private boolean first() {
    switch (firsts.incrementAndGet()) {
      case 1 -> throw new IllegalStateException("the first try");
      case 2 -> throw new StackOverflowError("the second try");
      default -> {}
    }
    return firsts.get() > 3;
  }

  private static void fail() {
    throw new OutOfMemoryError("of one task, as a test");
  }

  @Test
  void errorOfOneTaskEndsNeitherTheOthersNorTheKeeper() {
    List<Runnable> turn = List.of(KeeperTest::fail, turns::incrementAndGet);
    try (Keeper keeper = new Keeper("keeper", () -> true, turn)) {
      keeper.start();
      keeper.wake();
      until("there were two turns", () -> turns.get() >= 2);
    }
  }

  @Test
  void firstTaskIsTriedUntilItIsDone() {
    try (Keeper keeper = new Keeper("keeper", this::first, List.of(turns::incrementAndGet))) {
      keeper.start();
      until("it is done", () -> firsts.get() == 4);
      int then = turns.get();
      until("there were two turns more", () -> turns.get() >= then + 2);
      assertEquals(4, firsts.get());
    }
  }
}
