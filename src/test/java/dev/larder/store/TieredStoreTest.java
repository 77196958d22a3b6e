package dev.larder.store;

import static dev.larder.store.StoreFixture.at;
import static dev.larder.store.StoreFixture.body;
import static dev.larder.store.StoreFixture.bytes;
import static dev.larder.store.StoreFixture.head;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.Content;
import dev.larder.http.CacheKey;
import dev.larder.http.ContentCoding;
import dev.larder.http.StoredHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TieredStoreTest {
  private static final long MIB = 1 << 20;

  @TempDir Path directory;

  private static <T> T present(@Nullable T value) {
    return Objects.requireNonNull(value, "nothing was found");
  }

  @Test
  void smallResponseIsFoundInMemoryWithoutWaiting() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB)) {
      byte[] body = body(5_000, 1);
      fixture.put("/a", body);
      StoredResponse found = present(fixture.store.findNow(at("/a")));
      Content.Stored part = present(found.openNow(1_000, 300));
      assertArrayEquals(Arrays.copyOfRange(body, 1_000, 1_300), bytes(part));
      assertEquals(7, found.generation());
      assertEquals(
          head("ETag", "\"1\"", "Content-Type", "text/plain").requestTime(),
          found.head().requestTime());
      assertNull(fixture.store.findNow(at("/b")));
    }
  }

  @Test
  void responsesOfEverySizeSurviveAReopen() throws IOException {
    int[] sizes = {0, 1, 4_095, 4_096, 65_535, 65_536, 65_537, 131_072, 1_000_001};
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 100 * MIB)) {
      for (int size : sizes) {
        assertNotNull(fixture.put("/" + size, body(size, size)));
      }
      fixture.reopen();
      for (int size : sizes) {
        StoredResponse found = present(fixture.store.find(at("/" + size)));
        assertEquals(size, found.length());
        assertEquals("\"1\"", found.head().response().fields().first("ETag"));
        assertEquals("*/*", found.head().nominated().first("Accept"));
        assertArrayEquals(body(size, size), bytes(found, 0, size));
      }
      assertEquals(sizes.length, fixture.store.stats().diskObjects());
      assertEquals(0, fixture.temporaries());
    }
  }

  @Test
  void firstDiskHitPromotesAndALargeBodyLendsItsFile() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB)) {
      fixture.put("/small", body(10_000, 1));
      fixture.put("/large", body(300_000, 2));
      fixture.reopen();
      assertNull(fixture.store.findNow(at("/small")));
      assertNotNull(fixture.store.find(at("/small")));
      assertNotNull(present(fixture.store.findNow(at("/small"))).openNow(0, 10_000));
      StoredResponse large = present(fixture.store.find(at("/large")));
      assertNull(large.openNow(0, 300_000));
      byte[] middle = bytes(large, 70_000, 100_000);
      assertArrayEquals(Arrays.copyOfRange(body(300_000, 2), 70_000, 170_000), middle);
    }
  }

  @Test
  void addressesOfOneKeyAreKeptApart() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB)) {
      CacheKey key = new CacheKey("site", "host", "/a", "q=1");
      Address plain = Address.of(key);
      Address german = new Address(key, "accept-language=de", ContentCoding.IDENTITY);
      for (Address address : new Address[] {plain, german, plain.in(ContentCoding.BROTLI)}) {
        Intake intake = fixture.store.begin(address, 1, 0, -1);
        intake.append(ByteBuffer.wrap(address.toString().getBytes(StandardCharsets.UTF_8)));
        assertNotNull(intake.commit(head(), () -> {}));
      }
      fixture.reopen();
      fixture.store.remove(plain);
      assertNull(fixture.store.find(plain));
      byte[] expected = german.toString().getBytes(StandardCharsets.UTF_8);
      StoredResponse found = present(fixture.store.find(german));
      assertArrayEquals(expected, bytes(found, 0, found.length()));
      assertNotNull(fixture.store.find(plain.in(ContentCoding.BROTLI)));
    }
  }

  @Test
  void leaseStaysReadableWhenItsFileIsReplacedAndRemoved() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB)) {
      fixture.put("/a", body(200_000, 1));
      StoredResponse old = present(fixture.store.find(at("/a")));
      Content.Stored lent = present(old.open(0, 200_000));
      fixture.put("/a", body(150_000, 2));
      assertNull(old.open(0, 200_000), "it has no bytes any more, and never those of another");
      fixture.store.remove(at("/a"));
      assertArrayEquals(body(200_000, 1), bytes(lent));
      lent.release();
      assertNull(fixture.get("/a"));
      assertEquals(0, fixture.store.stats().diskBytes());
      assertTrue(fixture.events.isEmpty(), fixture.events.toString());
    }
  }

  @Test
  void freshenedHeadSurvivesAReopenAndLeavesTheBodyAlone() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB)) {
      byte[] body = body(100_000, 1);
      StoredResponse stored = present(fixture.put("/a", body));
      for (int version = 2; version < 9; version++) {
        // Every third head outgrows its slot by far.
        String filler = "x".repeat(version % 3 == 0 ? 9_000 : version);
        StoredHead head = head("ETag", "\"1\"", "Version", version + filler);
        stored = present(fixture.store.freshen(stored, head, 0));
        assertEquals(head, stored.head());
        fixture.reopen();
        stored = present(fixture.store.find(at("/a")));
        assertEquals(head, stored.head());
        assertArrayEquals(body, bytes(stored, 0, stored.length()));
        assertEquals(version % 3 == 0 ? 2 : 1, fixture.stored().size());
      }
      fixture.store.remove(at("/a"));
      assertEquals(0, fixture.stored().size());
      assertEquals(0, fixture.store.stats().diskBytes());
    }
  }

  @Test
  void freshenOfWhatIsGoneSaysSo() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB)) {
      StoredResponse stored = present(fixture.put("/a", body(100, 1)));
      fixture.store.remove(at("/a"));
      assertNull(fixture.store.freshen(stored, head("Version", "2"), 0));
      StoredResponse first = present(fixture.put("/a", body(100, 2)));
      fixture.put("/a", body(100, 3));
      assertNull(fixture.store.freshen(first, head("Version", "2"), 0));
      assertArrayEquals(body(100, 3), fixture.get("/a"));
    }
  }

  @Test
  void storeWithoutDiskKeepsWhatMemoryTakes() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 0)) {
      StoredResponse stored = present(fixture.put("/a", body(10_000, 1)));
      assertArrayEquals(body(10_000, 1), fixture.get("/a"));
      StoredHead head = head("Version", "2");
      assertNotNull(fixture.store.freshen(stored, head, 0));
      assertEquals(head, present(fixture.store.findNow(at("/a"))).head());
      assertNull(fixture.put("/large", body(100_000, 1)));
      for (int i = 0; i < 200; i++) {
        fixture.put("/" + i, body(16_000, i));
      }
      assertTrue(fixture.store.stats().memoryBytes() <= MIB);
      assertTrue(fixture.events.contains("evicted"));
      assertEquals(0, fixture.store.stats().diskObjects());
    }
  }

  @Test
  void secondNodeIsRefusedWithASentence() throws IOException {
    try (StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB)) {
      IOException refused =
          assertThrows(IOException.class, () -> new StoreFixture(directory, MIB, 10 * MIB));
      assertEquals(
          "Another node is using the store directory " + directory + ".", refused.getMessage());
      assertNotNull(fixture.put("/a", body(10, 1)));
    }
    new StoreFixture(directory, MIB, 10 * MIB).close();
  }

  @Test
  void directoryThatIsAFileIsRefusedWithASentence() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    IOException refused =
        assertThrows(IOException.class, () -> new StoreFixture(file, MIB, 10 * MIB));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("The store directory " + file), message);
    assertTrue(message.endsWith("."), message);
  }

  @Test
  void closedStoreKeepsNothingMoreAndDoesNotFail() throws IOException {
    StoreFixture fixture = new StoreFixture(directory, MIB, 10 * MIB);
    Intake intake = fixture.store.begin(at("/a"), 1, 0, -1);
    StoreFixture.append(intake, body(200_000, 1), 10_000);
    fixture.close();
    StoreFixture.append(intake, body(200_000, 2), 10_000);
    assertNull(intake.commit(head(), () -> {}));
    assertNull(fixture.put("/b", body(200_000, 3)));
    assertEquals(0, fixture.stored().size());
    assertEquals(0, fixture.temporaries());
  }
}
