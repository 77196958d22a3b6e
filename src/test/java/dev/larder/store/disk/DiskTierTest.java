package dev.larder.store.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.larder.http.CacheKey;
import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredHead;
import dev.larder.store.Address;
import dev.larder.store.StoreObserver;
import dev.larder.store.StoreOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds before start-up has met all files. */
class DiskTierTest {
  @TempDir Path directory;

  private static Address at(String path) {
    return Address.of(new CacheKey("site", "", path, ""));
  }

  private DiskTier opened(long newestEpoch) throws IOException {
    Layout layout = new Layout(directory);
    layout.makeDirectories();
    return new DiskTier(
        layout,
        new StoreOptions(layout.root(), 0, 1 << 20, 0),
        newestEpoch,
        DiskFiles.REAL,
        new AddressLocks(),
        StoreObserver.NONE);
  }

  private static void store(DiskTier tier, String path, long epoch) throws IOException {
    ResponseHead response = new ResponseHead(200, Fields.of("ETag", "\"1\""));
    StoredHead head = StoredHead.of(response, Instant.EPOCH, Instant.EPOCH, Fields.EMPTY, "");
    try (Spool spool = Objects.requireNonNull(tier.spool(at(path), 4))) {
      spool.append(ByteBuffer.wrap("body".getBytes(UTF_8)));
      tier.place(tier.seal(spool, at(path), head, 1, epoch));
    }
  }

  private static @Nullable ByteBuffer body(DiskTier tier, String path) {
    DiskReader.Found found = tier.reader().read(at(path), length -> true);
    return found == null ? null : found.body();
  }

  @Test
  void survivorIsFoundByItsNameBeforeTheWalk() throws IOException {
    try (DiskTier tier = opened(0)) {
      tier.walk();
      store(tier, "/a", 0);
    }
    try (DiskTier tier = opened(0)) {
      assertFalse(tier.walked());
      assertEquals(ByteBuffer.wrap("body".getBytes(UTF_8)), body(tier, "/a"));
      assertNull(body(tier, "/b"));
      tier.walk();
      assertEquals(1, tier.size());
      assertEquals(SpaceLedger.BLOCK, tier.bytes());
    }
  }

  @Test
  void beforeTheWalkNewBytesOnlyTakeThePlaceOfOldOnes() throws IOException {
    try (DiskTier tier = opened(0)) {
      tier.walk();
      store(tier, "/a", 0);
    }
    try (DiskTier tier = opened(0)) {
      assertNull(tier.spool(at("/new"), 4), "nothing is known that could make room");
      assertEquals(0, tier.bytes());
    }
  }

  @Test
  void walkThatIsStoppedIsNotTakenForOneThatMetAll() throws IOException {
    try (DiskTier tier = opened(0)) {
      tier.walk();
      store(tier, "/a", 0);
    }
    try (DiskTier tier = opened(0)) {
      tier.stop();
      assertFalse(tier.walk());
      assertFalse(tier.walked());
    }
    Path index = new Layout(directory).snapshot();
    assertFalse(new Snapshot(DiskFiles.REAL, index).read((row, level, uses, retained) -> {}));
  }

  @Test
  void fileOfALaterEpochThanTheLogKnowsIsRemoved() throws IOException {
    try (DiskTier tier = opened(5)) {
      tier.walk();
      store(tier, "/a", 5);
    }
    try (DiskTier tier = opened(4)) {
      assertNull(body(tier, "/a"));
      tier.walk();
      assertEquals(0, tier.size());
    }
  }
}
