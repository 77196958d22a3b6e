package dev.larder.store.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.store.StoreObserver;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
  @TempDir Path directory;

  private final Map<FileName, IndexRow> told = new HashMap<>();
  private final Map<FileName, Integer> uses = new HashMap<>();

  private Path file() {
    return directory.resolve("index");
  }

  private Snapshot snapshot() {
    return new Snapshot(DiskFiles.REAL, file());
  }

  private boolean read() throws IOException {
    told.clear();
    return snapshot()
        .read((row, level, used, retained) -> {
          told.put(row.name(), row);
          uses.put(row.name(), used);
          assertTrue(level <= 0, "below the level of then");
        });
  }

  private static DiskIndex index(int rows) {
    Random random = new Random(rows);
    DiskIndex index = new DiskIndex();
    for (int i = 0; i < rows; i++) {
      FileName name = new FileName(random.nextLong(), random.nextLong());
      IndexRow row =
          new IndexRow(
              name,
              random.nextLong(),
              random.nextLong(),
              random.nextLong(),
              random.nextLong(),
              random.nextInt(1 << 20),
              random.nextBoolean(),
              true,
              1 + random.nextInt(1 << 20));
      index.put(row);
      for (int j = 0; j < i % 4; j++) {
        index.used(name, row.serial());
      }
    }
    return index;
  }

  @Test
  void whatIsWrittenIsReadAndNotProven() throws IOException {
    for (int rows : new int[] {0, 1, 3, 1024, 5000}) {
      DiskIndex index = index(rows);
      snapshot().write(index, directory.resolve("temporary"), false);
      assertFalse(read());
      assertEquals(rows, told.size());
      for (IndexRow row : index.all(IndexShard.Sieve.ALL)) {
        IndexRow read = Objects.requireNonNull(told.get(row.name()));
        assertFalse(read.proven());
        assertEquals(row.serial(), read.serial());
        assertEquals(row.key(), read.key());
        assertEquals(row.epoch(), read.epoch());
        assertEquals(row.validated(), read.validated());
        assertEquals(row.sequence(), read.sequence());
        assertEquals(row.sidecar(), read.sidecar());
        assertEquals(row.blocks(), read.blocks());
        assertEquals(index.uses(row.name()), uses.get(row.name()));
      }
    }
  }

  @Test
  void usesOfManyAreBelieved() throws IOException {
    DiskIndex index = index(30_000);
    snapshot().write(index, directory.resolve("temporary"), false);
    DiskIndex again = new DiskIndex();
    SpaceLedger space = new SpaceLedger(Long.MAX_VALUE);
    new Adoption(
            new Layout(directory),
            DiskFiles.REAL,
            again,
            space,
            new Disposal(
                DiskFiles.REAL,
                new AddressLocks(),
                again,
                space,
                new DiskHealth(StoreObserver.NONE),
                new OpenFiles(OpenFiles.MOST)),
            Long.MAX_VALUE,
            StoreObserver.NONE)
        .believe(snapshot());
    long same =
        index.all(IndexShard.Sieve.ALL).stream()
            .filter(row -> index.uses(row.name()) == again.uses(row.name()))
            .count();
    assertTrue(same > 29_000, same + " of 30,000 are as often used as before");
  }

  @Test
  void slowDiskDoesNotHoldUpWhoLooksIntoTheIndex() throws IOException {
    DiskIndex index = index(5_000);
    DiskFiles slow =
        new DiskFiles() {
          @Override
          public void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
            CompletableFuture.runAsync(() -> index.all(IndexShard.Sieve.ALL))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
            DiskFiles.super.write(file, bytes, position);
          }
        };
    new Snapshot(slow, file()).write(index, directory.resolve("temporary"), false);
    read();
    assertEquals(5_000, told.size());
  }

  @Test
  void completeOneIsTakenAtItsWordOnce() throws IOException {
    snapshot().write(index(5), directory.resolve("temporary"), true);
    assertTrue(read());
    assertFalse(read());
    assertEquals(5, told.size());
  }

  @Test
  void damagedOneTellsNothing() throws IOException {
    snapshot().write(index(3), directory.resolve("temporary"), true);
    byte[] written = Files.readAllBytes(file());
    for (int i = 0; i < written.length; i++) {
      byte[] damaged = written.clone();
      damaged[i] ^= 4;
      Files.write(file(), damaged);
      boolean padding = i >= 28 && i < 32;
      if (padding) {
        read();
      } else {
        assertThrows(DamagedFileException.class, this::read, "at " + i);
        assertEquals(0, told.size());
      }
    }
  }

  @Test
  void cutOneTellsNothing() throws IOException {
    snapshot().write(index(3), directory.resolve("temporary"), true);
    byte[] written = Files.readAllBytes(file());
    for (int length = 0; length < written.length; length++) {
      Files.write(file(), Arrays.copyOf(written, length));
      IOException why = assertThrows(IOException.class, this::read);
      assertTrue(why instanceof DamagedFileException || why instanceof EOFException);
      assertEquals(0, told.size());
    }
  }

  @Test
  void absentOneIsSaidToBe() {
    assertThrows(NoSuchFileException.class, this::read);
  }
}
