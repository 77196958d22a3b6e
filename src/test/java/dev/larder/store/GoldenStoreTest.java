package dev.larder.store;

import static dev.larder.store.StoreFixture.at;
import static dev.larder.store.StoreFixture.body;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.larder.http.ContentCoding;
import dev.larder.http.StoredHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stores as each version of the format wrote them, which this one must read. For a new version a
 * directory comes to {@code store-formats}, with what {@link #fill} writes.
 */
class GoldenStoreTest {
  private static final Path FORMATS = Path.of("src/test/resources/dev/larder/store-formats");
  private static final int LARGE = 70_000;
  private static final String OUTGROWN = "grown".repeat(500);

  @TempDir private Path directory;

  @Test
  void whatIsWrittenNowIsReadInFull() throws IOException {
    try (StoreFixture fixture = fixture()) {
      fill(fixture);
      fixture.reopen();
      check(fixture);
    }
  }

  @Test
  void firstVersionIsReadInFull() throws IOException {
    copy(FORMATS.resolve("1"));
    try (StoreFixture fixture = fixture()) {
      check(fixture);
    }
  }

  @Test
  void firstVersionIsReadInFullWithoutItsIndex() throws IOException {
    copy(FORMATS.resolve("1"));
    Files.delete(directory.resolve("index"));
    try (StoreFixture fixture = fixture()) {
      check(fixture);
    }
  }

  private StoreFixture fixture() throws IOException {
    return new StoreFixture(directory, 0, 1 << 20);
  }

  private static void fill(StoreFixture fixture) {
    fixture.put("/empty", new byte[0]);
    fixture.put("/small", body(300, 1));
    fixture.put("/large", body(LARGE, 2));
    fixture.put("/freshened", body(300, 3));
    freshen(fixture, "again");
    fixture.put("/outgrown", body(300, 4));
    StoredResponse outgrown = Objects.requireNonNull(fixture.store.find(at("/outgrown")));
    fixture.store.freshen(outgrown, StoreFixture.head("Version", OUTGROWN), 0);
    Intake coded = fixture.store.begin(variant(), 9, 0, 200);
    StoreFixture.append(coded, body(200, 5), 200);
    coded.commit(StoreFixture.head("ETag", "\"1-br\"", "Content-Encoding", "br"), () -> {});
    fixture.put("/purged", body(300, 6));
    fixture.store.purge(List.of(new PurgeScope.Url(at("/purged").key())), Store.PurgeMode.REMOVE);
  }

  private static void freshen(StoreFixture fixture, String version) {
    StoredResponse found = Objects.requireNonNull(fixture.store.find(at("/freshened")));
    fixture.store.freshen(found, StoreFixture.head("Version", version), 0);
  }

  private static Address variant() {
    return new Address(at("/small").key(), "accept=\u00e9", ContentCoding.BROTLI);
  }

  private static void check(StoreFixture fixture) {
    assertArrayEquals(new byte[0], fixture.get("/empty"));
    assertArrayEquals(body(300, 1), fixture.get("/small"));
    assertArrayEquals(body(LARGE, 2), fixture.get("/large"));
    assertArrayEquals(body(300, 3), fixture.get("/freshened"));
    assertArrayEquals(body(300, 4), fixture.get("/outgrown"));
    assertEquals(
        StoreFixture.head("ETag", "\"1\"", "Content-Type", "text/plain"),
        headOf(fixture, at("/small")));
    assertEquals(StoreFixture.head("Version", "again"), headOf(fixture, at("/freshened")));
    assertEquals(StoreFixture.head("Version", OUTGROWN), headOf(fixture, at("/outgrown")));
    StoredResponse coded = Objects.requireNonNull(fixture.store.find(variant()));
    assertArrayEquals(body(200, 5), StoreFixture.bytes(coded, 0, 200));
    assertEquals(9, coded.generation());
    assertNull(fixture.get("/purged"));
    assertEquals(1, fixture.store.epoch());
    assertEquals(6, fixture.store.stats().diskObjects());
    assertEquals(List.of(), fixture.events);
  }

  private static StoredHead headOf(StoreFixture fixture, Address address) {
    return Objects.requireNonNull(fixture.store.find(address)).head();
  }

  private void copy(Path golden) throws IOException {
    try (Stream<Path> all = Files.walk(golden)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path to = directory.resolve(golden.relativize(file).toString());
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        Files.copy(file, to);
      }
    }
  }
}
