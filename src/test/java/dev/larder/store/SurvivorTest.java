package dev.larder.store;

import static dev.larder.store.StoreFixture.at;
import static dev.larder.store.StoreFixture.body;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.store.Store.PurgeMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node finds that was killed after its last snapshot: the files count, not its rows. */
class SurvivorTest {
  private static final PurgeScope EVERYTHING = new PurgeScope.Everything();

  @TempDir private Path directory;

  private StoreFixture fixture() throws IOException {
    return new StoreFixture(directory, 0, 1 << 20);
  }

  /**
   * The snapshot tells of two files; then all is purged, and one fetched again, of the same size.
   */
  @BeforeEach
  void leaveFilesThatASnapshotDoesNotKnow() throws IOException {
    byte[] snapshot;
    try (StoreFixture fixture = fixture()) {
      fixture.put("/again", body(10_000, 1));
      fixture.put("/gone", body(10_000, 2));
    }
    Path index = directory.resolve("index");
    snapshot = Files.readAllBytes(index);
    try (StoreFixture fixture = fixture()) {
      fixture.store.purge(List.of(EVERYTHING), PurgeMode.REMOVE);
      StoreFixture.until("all is swept", () -> fixture.store.stats().diskObjects() == 0);
      fixture.put("/again", body(10_000, 3));
    }
    Files.write(index, snapshot);
  }

  @Test
  void fileThatIsNewerThanItsRowIsHeldAgainstThePurgesByItself() throws IOException {
    try (StoreFixture fixture = fixture()) {
      StoreFixture.until("purges are swept", () -> fixture.store.stats().diskObjects() == 1);
      fixture.now.addAndGet(Purges.REMEMBERED.toMillis() + 1_000);
      fixture.store.purge(List.of(new PurgeScope.Url(at("/x").key())), PurgeMode.REMOVE);
      StoreFixture.until(
          "purges are forgotten", () -> fixture.store.purgedSince(at("/y").key(), 0));
      assertArrayEquals(body(10_000, 3), fixture.get("/again"));
      assertNull(fixture.get("/gone"));
      assertEquals(1, fixture.stored().size());
    }
  }

  @Test
  void purgeDoesNotClaimToHaveReachedNothing() throws IOException {
    try (StoreFixture fixture = fixture()) {
      PurgeScope again = new PurgeScope.Url(at("/again").key());
      Long reached = fixture.store.purge(List.of(again), PurgeMode.REMOVE).objects();
      assertTrue(reached == null || reached == 1, "reached " + reached);
      assertNull(fixture.get("/again"));
    }
  }
}
