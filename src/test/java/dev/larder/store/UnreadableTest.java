package dev.larder.store;

import static dev.larder.store.StoreFixture.at;
import static dev.larder.store.StoreFixture.body;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.exchange.Content;
import dev.larder.exchange.Lease;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that has lost some sectors: what lay there is fetched anew, and not asked of it again. */
class UnreadableTest {
  private static final int MIB = 1 << 20;
  private static final List<String> SAID = List.of("damaged it cannot be read: Input/output error");

  @TempDir private Path directory;

  private StoreFixture fixture() throws IOException {
    return new StoreFixture(directory, MIB, 20L * MIB);
  }

  private static Content.Stored lent(StoreFixture fixture, long offset) {
    StoredResponse found = Objects.requireNonNull(fixture.store.find(at("/a")));
    return Objects.requireNonNull(found.open(offset, 3L * MIB - offset));
  }

  private static Lease file(Content.Stored content) {
    return Objects.requireNonNull(content.file());
  }

  private static void assertFetchedAnew(StoreFixture fixture) {
    assertEquals(SAID, fixture.events);
    assertNull(fixture.get("/a"));
    assertEquals(0, fixture.store.stats().diskBytes());
    fixture.files.unreadable = -1;
    assertNotNull(fixture.put("/a", body(3 * MIB, 2)), "storing did not pause");
    assertArrayEquals(body(3 * MIB, 2), fixture.get("/a"));
  }

  @Test
  void sectorFarFromTheBeginningBreaksOneAnswerAndNoOther() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(3 * MIB, 1));
      fixture.files.unreadable = 5 * MIB / 2;
      Content.Stored content = lent(fixture, 0);
      assertEquals(MIB, file(content).sound(0));
      assertEquals(2 * MIB, file(content).sound(MIB));
      assertThrows(IOException.class, () -> file(content).sound(2 * MIB));
      content.release();
      assertFetchedAnew(fixture);
    }
  }

  @Test
  void sectorAtTheBeginningIsAMiss() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(3 * MIB, 1));
      fixture.files.unreadable = 1_000;
      assertNull(fixture.get("/a"));
      assertFetchedAnew(fixture);
    }
  }

  @Test
  void sectorThatTheKernelMeetsWhileSendingIsFoundByDoubt() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(3 * MIB, 1));
      assertArrayEquals(body(3 * MIB, 1), fixture.get("/a"));
      Content.Stored content = lent(fixture, 0);
      assertEquals(3 * MIB, file(content).sound(0));
      file(content).doubt(2 * MIB);
      assertEquals(List.of(), fixture.events, "a client's failure is not the file's");
      fixture.files.unreadable = 2 * MIB + 100;
      file(content).doubt(2 * MIB);
      content.release();
      assertFetchedAnew(fixture);
    }
  }

  @Test
  void sectorThatNobodyAsksForIsFoundInTheBackground() throws IOException {
    StoreOptions often =
        new StoreOptions(directory, MIB, 20L * MIB, 1024)
            .verifying(Duration.ofHours(24), Duration.ofMillis(500));
    try (StoreFixture fixture = new StoreFixture(often)) {
      fixture.put("/a", body(3 * MIB, 1));
      fixture.files.unreadable = 5 * MIB / 2;
      StoreFixture.until("it is found", () -> !fixture.events.isEmpty());
      assertFetchedAnew(fixture);
    }
  }

  @Test
  void wantOfDescriptorsIsNoFaultOfTheFile() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fixture.put("/a", body(3 * MIB, 1));
      fixture.files.faults = 1_000;
      assertNull(fixture.get("/a"));
      fixture.files.faults = 0;
      assertArrayEquals(body(3 * MIB, 1), fixture.get("/a"));
    }
  }
}
