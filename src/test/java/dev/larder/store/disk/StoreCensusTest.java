package dev.larder.store.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.CacheKey;
import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredHead;
import dev.larder.store.Address;
import dev.larder.store.StoreObserver;
import dev.larder.store.StoreOptions;
import dev.larder.store.TieredStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCensusTest {
  private static final int MANY = 100;

  @TempDir Path directory;

  private void fill() throws IOException {
    StoreOptions options = new StoreOptions(directory, 0, 1 << 30, 0);
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    StoredHead head =
        StoredHead.of(new ResponseHead(200, Fields.EMPTY), time, time, Fields.EMPTY, "");
    try (TieredStore store =
        TieredStore.open(options, StoreObserver.NONE, InstantSource.system())) {
      for (int i = 0; i < MANY; i++) {
        Address address = Address.of(new CacheKey("site", "", "/" + i, ""));
        var intake = store.begin(address, i, 0, 10);
        intake.append(ByteBuffer.allocate(10));
        intake.commit(head, () -> {});
      }
    }
  }

  private List<Finding> met(StoreCensus.Visitor visitor) throws IOException {
    List<Finding> met = new ArrayList<>();
    new StoreCensus(new Layout(directory))
        .walk(
            stored -> true,
            true,
            (finding, share) -> {
              met.add(finding);
              return visitor.met(finding, share);
            });
    return met;
  }

  @Test
  void everythingIsMetOnceAndItsShareGrowsToOne() throws IOException {
    fill();
    List<Double> shares = new ArrayList<>();
    List<Finding> met = met((finding, share) -> shares.add(share));
    Set<String> paths = new HashSet<>();
    for (Finding finding : met) {
      StoredFile stored = ((Finding.Sound) finding).stored();
      assertEquals(10, stored.length());
      assertEquals(4096, stored.bytes());
      assertEquals("/" + stored.generation(), stored.address().key().path());
      paths.add(stored.address().key().path());
    }
    assertEquals(MANY, paths.size());
    assertEquals(MANY, met.size());
    assertEquals(shares.stream().sorted().toList(), shares);
    assertTrue(shares.getFirst() > 0 && shares.getLast() <= 1, shares.toString());
  }

  @Test
  void whatVanishesMeanwhileIsPassedOver() throws IOException {
    fill();
    Set<Path> directories = new HashSet<>();
    List<Finding> met =
        met((finding, share) -> {
          Path file = ((Finding.Sound) finding).stored().path();
          Path fan = file.resolve("..").normalize();
          directories.add(fan);
          deleteAllIn(fan);
          return true;
        });
    assertEquals(directories.size(), met.size());
    assertTrue(met.size() < MANY, "some vanish after they were listed");
  }

  @Test
  void whatVanishesWithItsDirectoryIsPassedOver() throws IOException {
    fill();
    List<Finding> met =
        met((finding, share) -> {
          for (int i = 0; i < 256; i++) {
            deleteAllIn(new Layout(directory).objects().resolve(String.format("%02x", i)));
          }
          return true;
        });
    assertEquals(1, met.size());
  }

  private static void deleteAllIn(Path fan) {
    try {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(fan)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(fan);
    } catch (NoSuchFileException gone) {
      assertTrue(Files.notExists(fan));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void ofWhatIsNotWantedOnlyTheShareIsTold() throws IOException {
    fill();
    List<Double> shares = new ArrayList<>();
    new StoreCensus(new Layout(directory))
        .walk(
            stored -> false,
            false,
            new StoreCensus.Visitor() {
              @Override
              public boolean met(Finding finding, double share) {
                throw new AssertionError("not wanted: " + finding);
              }

              @Override
              public boolean passed(double share) {
                shares.add(share);
                return shares.size() < MANY / 2;
              }
            });
    assertEquals(MANY / 2, shares.size());
  }

  @Test
  void visitorMayEndIt() throws IOException {
    fill();
    assertEquals(1, met((finding, share) -> false).size());
  }

  @Test
  void whereNoStoreIsNothingIsMet() {
    assertThrows(NoSuchFileException.class, () -> met((finding, share) -> true));
  }
}
