package dev.larder.cli;

import dev.larder.http.CacheKey;
import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredHead;
import dev.larder.store.Address;
import dev.larder.store.Intake;
import dev.larder.store.StoreObserver;
import dev.larder.store.StoreOptions;
import dev.larder.store.TieredStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A real store in a directory, as a node writes it, and open as long as this is. */
final class SampleStore implements AutoCloseable {
  private final Path directory;
  private final TieredStore store;

  SampleStore(Path directory) throws IOException {
    this.directory = directory;
    this.store =
        TieredStore.open(
            new StoreOptions(directory, 1 << 20, 1 << 30, 16 * 1024),
            StoreObserver.NONE,
            InstantSource.system());
  }

  static Address at(String site, String path) {
    return Address.of(new CacheKey(site, "", path, ""));
  }

  /** Stores a response of so many bytes that the origin sent so long ago. */
  void put(Address address, int length, Duration age, String... fields) {
    Intake intake = store.begin(address, 7, store.epoch(), length);
    intake.append(ByteBuffer.allocate(length));
    intake.commit(head(200, age, Fields.of(fields)), () -> {});
  }

  void put(String path, int length) {
    put(at("assets", path), length, Duration.ZERO);
  }

  void putBrotli(String path, int length) {
    put(at("assets", path).in(ContentCoding.BROTLI), length, Duration.ZERO);
  }

  /** Validates a response, which now has these fields. */
  void freshen(String path, String... fields) {
    store.freshen(
        Objects.requireNonNull(store.find(at("assets", path))),
        head(200, Duration.ZERO, Fields.of(fields)),
        store.epoch());
  }

  /** Leaves what says that responses to a path are selected by request fields. */
  void mark(String path, String vary) {
    Intake intake = store.begin(at("assets", path), 8, store.epoch(), 0);
    intake.commit(head(0, Duration.ZERO, Fields.of("Vary", vary)), () -> {});
  }

  private static StoredHead head(int status, Duration age, Fields fields) {
    Instant time = Instant.now().minus(age);
    Fields nominated = Fields.of("Accept-Language", "de", "Authorization", "Basic c2VjcmV0");
    return StoredHead.of(new ResponseHead(status, fields), time, time, nominated, "");
  }

  /** Every file of a stored response, in order. */
  List<Path> files() throws IOException {
    return files(directory);
  }

  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("objects"))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
