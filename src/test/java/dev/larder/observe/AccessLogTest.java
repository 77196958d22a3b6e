package dev.larder.observe;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

@Timeout(30)
class AccessLogTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void offIsNoLog() throws IOException {
    assertNull(AccessLog.open(new AccessLogOptions("off")));
  }

  @Test
  void closingWritesWhatIsQueued() throws IOException {
    Path file = directory.resolve("access.log");
    try (AccessLog log = requireNonNull(AccessLog.open(new AccessLogOptions(file.toString())))) {
      for (int i = 0; i < 500; i++) {
        log.finished(Ended.of(Ended.request("/" + i)));
      }
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(500, lines.size());
    for (int i = 0; i < 500; i++) {
      assertEquals("/" + i, JSON.readTree(lines.get(i)).get("url.path").asString());
    }
  }

  @Test
  void fileThatCannotBeOpenedGetsASentence() {
    AccessLogOptions nowhere = new AccessLogOptions(directory.resolve("none/a.log").toString());
    IOException failed = assertThrows(IOException.class, () -> AccessLog.open(nowhere));
    assertTrue(String.valueOf(failed.getMessage()).contains("cannot be written"), failed::toString);
  }

  /** Nothing has to follow a line for it to be written, and nobody has to close the log. */
  @Test
  void lineIsWrittenWithoutDelay() throws InterruptedException {
    LinkedBlockingQueue<String> written = new LinkedBlockingQueue<>();
    LogSink sink = sink(lines -> written.add(new String(lines, StandardCharsets.US_ASCII)));
    try (AccessLog log = new AccessLog(sink, System::nanoTime, 1 << 20)) {
      for (int i = 0; i < 100; i++) {
        log.finished(Ended.of(Ended.request("/" + i)));
        String line = requireNonNull(written.poll(60, TimeUnit.SECONDS), "line " + i);
        assertTrue(line.contains("\"/" + i + "\""), line);
      }
    }
  }

  @Test
  void noLineIsLostOrMixedAmongThreads() throws IOException {
    Path file = directory.resolve("access.log");
    try (AccessLog log = requireNonNull(AccessLog.open(new AccessLogOptions(file.toString())));
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        threads.execute(() -> {
          for (int j = 0; j < 1000; j++) {
            log.finished(Ended.hit("shop", j));
          }
        });
      }
      threads.shutdown();
      assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
      assertEquals(0, log.dropped());
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
    long bytes = 0;
    List<String> lines = Files.readAllLines(file);
    for (String line : lines) {
      bytes += JSON.readTree(line).get("http.response.body.bytes").asLong();
    }
    assertEquals(4000, lines.size());
    assertEquals(4 * 499_500, bytes);
  }

  @Test
  void whatTheQueueCannotTakeIsDroppedAndCounted() throws InterruptedException {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<byte[]> written = new CopyOnWriteArrayList<>();
    LogSink stuck =
        sink(lines -> {
          writing.countDown();
          await(release);
          written.add(lines);
        });
    AccessLog log = new AccessLog(stuck, System::nanoTime, 10_000);
    log.finished(Ended.of(Ended.request("/first")));
    await(writing);
    for (int i = 0; i < 1000; i++) {
      log.finished(Ended.of(Ended.request("/" + "x".repeat(1000))));
    }
    long dropped = log.dropped();
    assertTrue(dropped >= 990 && dropped < 1000, () -> dropped + " dropped");
    release.countDown();
    log.close();
    long lines =
        written.stream()
            .flatMapToInt(bytes -> new String(bytes, StandardCharsets.US_ASCII).chars())
            .filter(c -> c == '\n')
            .count();
    assertEquals(1001, lines + dropped, "each line is written or counted");
  }

  @Test
  void linesThatCannotBeWrittenAreCountedAndTheNextAreTried() {
    List<byte[]> written = new CopyOnWriteArrayList<>();
    CountDownLatch failed = new CountDownLatch(1);
    LogSink full =
        sink(lines -> {
          if (failed.getCount() > 0) {
            failed.countDown();
            throw new IOException("no space left");
          }
          written.add(lines);
        });
    AccessLog log = new AccessLog(full, System::nanoTime, 1 << 20);
    log.finished(Ended.of(Ended.request("/lost")));
    await(failed);
    log.finished(Ended.of(Ended.request("/kept")));
    log.close();
    assertEquals(1, log.dropped());
    assertEquals(1, written.size());
    assertTrue(new String(written.getFirst(), StandardCharsets.US_ASCII).contains("/kept"));
  }

  @Test
  void whatEndsAfterTheLogIsCounted() {
    AccessLog log = new AccessLog(sink(lines -> {}), System::nanoTime, 1 << 20);
    log.close();
    log.finished(Ended.hit("shop", 1));
    assertEquals(1, log.dropped());
  }

  private interface Writing {
    void write(byte[] lines) throws IOException;
  }

  private static LogSink sink(Writing writing) {
    return new LogSink() {
      @Override
      public void write(byte[] lines) throws IOException {
        writing.write(lines);
      }

      @Override
      public void close() {}
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }
}
