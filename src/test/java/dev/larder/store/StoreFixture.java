package dev.larder.store;

import dev.larder.exchange.Content;
import dev.larder.exchange.Tail;
import dev.larder.http.CacheKey;
import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredHead;
import dev.larder.store.disk.DiskFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store in a directory of its own, which can be closed, killed and opened again. */
final class StoreFixture implements AutoCloseable, StoreObserver {
  static final int LARGEST_IN_MEMORY = 16 * 1024;
  static final IntakeLimits LIMITS =
      new IntakeLimits(64 * 1024, 64 * 1024, 1 << 20, Duration.ofSeconds(1));

  final List<String> events = new CopyOnWriteArrayList<>();
  final AtomicLong now = new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
  final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
  final FaultyFiles files = new FaultyFiles();
  private final StoreOptions options;
  TieredStore store;

  StoreFixture(Path directory, long memory, long disk) throws IOException {
    this(new StoreOptions(directory, memory, disk, LARGEST_IN_MEMORY));
  }

  StoreFixture(StoreOptions options) throws IOException {
    this.options = options;
    this.store = opened(files);
  }

  private TieredStore opened(DiskFiles diskFiles) throws IOException {
    TieredStore opened = TieredStore.open(options, this, clock, diskFiles, LIMITS);
    until("the walk is done", opened::walked);
    return opened;
  }

  void reopen() throws IOException {
    store.close();
    store = opened(files);
  }

  /** Opens again what lost its index, on a disk with which something has come to be wrong. */
  void reopenWithoutIndex(Consumer<FaultyFiles> trouble) throws IOException {
    store.close();
    Files.delete(options.directory().resolve("index"));
    trouble.accept(files);
    store = opened(files);
  }

  /** Opens again what a process left that was killed. */
  void reopenAfterDeath() throws IOException {
    files.dead = true;
    store.close();
    files.dead = false;
    files.failing = false;
    files.lifetime.set(Long.MAX_VALUE);
    store = opened(files);
  }

  @Override
  public void close() {
    store.close();
  }

  // -- observing -------------------------------------------------------------------------------

  @Override
  public void evicted(long bytes) {
    events.add("evicted");
  }

  @Override
  public void damaged(String which, String what) {
    events.add("damaged " + what);
  }

  @Override
  public void diskFailed(String what) {
    events.add("failed " + what);
  }

  @Override
  public void notKept(Address address, String why) {
    events.add("not kept " + why);
  }

  @Override
  public void readerLeftBehind() {
    events.add("left behind");
  }

  // -- values ----------------------------------------------------------------------------------

  static Address at(String path) {
    return Address.of(new CacheKey("site", "", path, ""));
  }

  static StoredHead head(String... fields) {
    Instant time = Instant.parse("2026-01-01T00:00:00.123456789Z");
    ResponseHead response = new ResponseHead(200, Fields.of(fields));
    return StoredHead.of(response, time, time.plusMillis(70), Fields.of("Accept", "*/*"), "digest");
  }

  static byte[] body(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Nullable StoredResponse put(String path, byte[] body) {
    return put(path, body, store.epoch());
  }

  @Nullable StoredResponse put(String path, byte[] body, long epoch) {
    Intake intake = store.begin(at(path), 7, epoch, body.length);
    append(intake, body, 10_000);
    return intake.commit(head("ETag", "\"1\"", "Content-Type", "text/plain"), () -> {});
  }

  static void append(Intake intake, byte[] body, int step) {
    for (int from = 0; from < body.length; from += step) {
      intake.append(ByteBuffer.wrap(body, from, Math.min(step, body.length - from)));
    }
  }

  byte @Nullable [] get(String path) {
    StoredResponse found = store.find(at(path));
    return found == null ? null : bytes(found, 0, found.length());
  }

  static byte @Nullable [] bytes(StoredResponse found, long offset, long length) {
    Content.Stored content = found.open(offset, length);
    if (content == null) {
      return null;
    }
    try {
      return bytes(content);
    } finally {
      content.release();
    }
  }

  static byte[] bytes(Content.Stored content) {
    ByteBuffer all = ByteBuffer.allocate((int) content.length());
    if (content.memory() != null) {
      all.put(content.memory().duplicate());
    } else if (content.file() != null) {
      try {
        long at = content.offset();
        while (all.hasRemaining()) {
          long sound = Math.min(content.file().sound(at), content.offset() + content.length());
          all.limit((int) (sound - content.offset()));
          DiskFiles.REAL.read(content.file().channel(), all, at);
          all.limit(all.capacity());
          at = sound;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all.array();
  }

  static byte[] drain(Tail tail) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(7_001);
    while (tail.read(buffer) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return all.toByteArray();
  }

  // -- files -----------------------------------------------------------------------------------

  List<Path> stored() throws IOException {
    try (Stream<Path> all = Files.walk(options.directory().resolve("objects"))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  long temporaries() throws IOException {
    try (Stream<Path> all = Files.list(options.directory().resolve("tmp"))) {
      return all.count();
    }
  }

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 10 s: " + what);
      }
      Thread.onSpinWait();
    }
  }
}
