package dev.larder.store;

import static dev.larder.store.StoreFixture.at;
import static dev.larder.store.StoreFixture.body;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept though nobody asks for it. */
class RetainedTest {
  private static final int SIZE = 12_000;
  private static final long LIMIT = 1 << 20;

  @TempDir Path directory;

  private static List<String> old() {
    return IntStream.range(0, 5).mapToObj(i -> "/old" + i).toList();
  }

  /** Many times what fits. */
  private static void crowd(StoreFixture fixture) throws IOException {
    for (int i = 0; i < 400; i++) {
      fixture.put("/new" + i, body(SIZE, i));
    }
  }

  private static long left(StoreFixture fixture) {
    return old().stream().filter(path -> fixture.store.find(at(path)) != null).count();
  }

  @Test
  void whatIsRetainedOutlivesACrowdAndARestart() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, 0, LIMIT)) {
      for (String path : old()) {
        fixture.put(path, body(SIZE, 1));
        fixture.store.retain(at(path));
      }
      crowd(fixture);
      assertTrue(left(fixture) == 5, left(fixture) + " left");
      fixture.reopen();
      crowd(fixture);
      assertTrue(left(fixture) == 5, left(fixture) + " left");
      assertTrue(fixture.store.stats().diskBytes() <= LIMIT);
    }
  }

  @Test
  void whatIsReleasedOrTooMuchGoesLikeAnythingElse() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, 0, LIMIT)) {
      for (int i = 0; i < 20; i++) {
        fixture.put("/much" + i, body(SIZE, 1));
        fixture.store.retain(at("/much" + i));
      }
      fixture.store.release(at("/much19"));
      crowd(fixture);
      assertNull(fixture.store.find(at("/much0")), "a tenth of the disk is less than all of them");
      assertNull(fixture.store.find(at("/much19")), "it was released");
      assertNotNull(fixture.store.find(at("/much18")));
    }
  }

  @Test
  void purgedIsPurgedThoughItIsRetained() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, 0, LIMIT)) {
      fixture.put("/old0", body(SIZE, 1));
      fixture.store.retain(at("/old0"));
      fixture.store.purge(List.of(new PurgeScope.Everything()), Store.PurgeMode.REMOVE);
      assertNull(fixture.store.find(at("/old0")));
    }
  }
}
