package dev.larder.store;

import dev.larder.http.CacheKey;
import dev.larder.http.Fields;
import dev.larder.http.HttpDate;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredHead;
import dev.larder.store.disk.DiskFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fills a store with many responses whose bodies are all zeros, and are holes in their files: whole
 * and sound to the node, but quickly made and small on the disk.
 */
public final class SparseStore {
  private static final int WRITERS = 4;

  private SparseStore() {}

  /** The path of one response; its body is as long as {@link #length} says. */
  public static String path(int number) {
    return "/o/" + number + ".bin";
  }

  /** 1 to 64 KB. */
  public static int length(int number) {
    return 1_000 + (int) Math.floorMod((number * 0x9E37_79B9_7F4A_7C15L) >>> 20, 63_000L);
  }

  /** Makes that many. */
  public static void fill(Path directory, int responses) throws Exception {
    StoreOptions options = new StoreOptions(directory, 1 << 20, 1L << 40, 1);
    try (TieredStore store =
            TieredStore.open(
                options,
                StoreObserver.NONE,
                InstantSource.system(),
                new HolesForZeros(),
                IntakeLimits.USUAL);
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int first = i;
        ends.add(writers.submit(() -> write(store, first, responses)));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
  }

  private static void write(TieredStore store, int first, int responses) {
    Instant now = Instant.now();
    for (int number = first; number < responses; number += WRITERS) {
      Address address = Address.of(new CacheKey("default", "", path(number), ""));
      Intake intake = store.begin(address, number, store.epoch(), length(number));
      intake.append(ByteBuffer.allocate(length(number)));
      if (intake.commit(head(number, now), () -> {}) == null) {
        throw new IllegalStateException("not stored: " + address.key());
      }
    }
  }

  private static StoredHead head(int number, Instant now) {
    Fields fields =
        Fields.of(
            "Content-Type",
            "application/octet-stream",
            "Cache-Control",
            "public, max-age=31536000",
            "ETag",
            "\"" + number + "\"",
            "Date",
            HttpDate.format(now));
    return StoredHead.of(new ResponseHead(200, fields), now, now, Fields.EMPTY, "");
  }

  /** Does not write what a hole reads as. */
  private static final class HolesForZeros implements DiskFiles {
    @Override
    public void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
      if (isZero(bytes)) {
        bytes.position(bytes.limit());
      } else {
        DiskFiles.super.write(file, bytes, position);
      }
    }

    private static boolean isZero(ByteBuffer bytes) {
      return bytes.mismatch(ByteBuffer.allocate(bytes.remaining())) < 0;
    }
  }
}
