package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.larder.http.CacheKey;
import dev.larder.http.ContentCoding;
import dev.larder.store.Address;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  private static final Variants.Made MADE = made("/a.js");

  private final Background background = new Background(false, CacheObserver.NONE);
  private final AtomicInteger made = new AtomicInteger();

  private static Variants.Made made(String path) {
    CacheKey key = new CacheKey("site", "", path, "");
    return new Variants.Made(Address.of(key).in(ContentCoding.BROTLI), 1);
  }

  @AfterEach
  void stop() {
    background.close();
  }

  @Test
  void thirdUseHasItMadeBetterAndNoFurtherOneDoes() {
    for (int i = 0; i < 20; i++) {
      background.used(MADE, made::incrementAndGet);
      int wanted = i < 2 ? 0 : 1;
      CacheFixture.await(() -> made.get() == wanted, "made " + wanted + " times");
    }
  }

  @Test
  void whatWasMadeForTheFirstTimeMayBeMadeBetter() {
    background.want(MADE, made::incrementAndGet);
    CacheFixture.await(() -> made.get() == 1, "the first");
    for (int i = 0; i < 3; i++) {
      background.used(MADE, made::incrementAndGet);
    }
    CacheFixture.await(() -> made.get() == 2, "the better one");
  }

  @Test
  void whatThereIsNoneOfYetIsMadeBeforeWhatMayBeBetter() {
    CountDownLatch mayEnd = new CountDownLatch(1);
    List<String> order = new CopyOnWriteArrayList<>();
    background.want(made("/blocks"), () -> awaitQuietly(mayEnd));
    for (int i = 0; i < 3; i++) {
      background.used(MADE, () -> order.add("better"));
    }
    background.want(made("/first"), () -> order.add("first"));
    background.want(made("/second"), () -> order.add("second"));
    mayEnd.countDown();
    CacheFixture.await(() -> order.size() == 3, "all three");
    assertEquals(List.of("first", "second", "better"), order);
  }

  @Test
  void whatIsWantedAlreadyIsNotWantedAgain() throws InterruptedException {
    CountDownLatch mayEnd = new CountDownLatch(1);
    for (int i = 0; i < 5; i++) {
      background.want(
          MADE,
          () -> {
            made.incrementAndGet();
            awaitQuietly(mayEnd);
          });
    }
    mayEnd.countDown();
    CacheFixture.await(() -> made.get() >= 1, "one");
    background.close();
    assertEquals(1, made.get());
  }

  /**
   * Coders that are scheduled as background work wake it, and must start no other kind of thread.
   */
  @Test
  void workIsDoneOnAPlatformThread() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    boolean[] virtual = {true};
    background.want(
        MADE,
        () -> {
          virtual[0] = Thread.currentThread().isVirtual();
          done.countDown();
        });
    done.await();
    assertFalse(virtual[0]);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
