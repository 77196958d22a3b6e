package dev.larder.observe;

import dev.larder.exchange.ExchangeObserver;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for each exchange. Fronts only put it into a bounded queue; one thread formats and
 * writes. What the queue cannot take is dropped and counted: a slow disk costs lines, not answers.
 */
public final class AccessLog implements ExchangeObserver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final int WAITING_LINES = 16_384;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LOOK_AFTER = Duration.ofSeconds(1);
  private static final Duration COMPLAIN_AFTER = Duration.ofMinutes(1);
  private static final Duration LAST_LINES = Duration.ofSeconds(3);

  private final BlockingQueue<Finished> queue = new ArrayBlockingQueue<>(WAITING_LINES);
  private final AtomicLong dropped = new AtomicLong();
  private final Target target;
  private final Thread writing;
  private volatile boolean closing;

  private AccessLog(Target target) {
    this.target = target;
    this.writing = Thread.ofPlatform().daemon().name("access-log").start(this::run);
  }

  /**
   * Opens the log; null when it is off.
   *
   * @throws IOException with a sentence, when the file cannot be written
   */
  public static @Nullable AccessLog open(AccessLogOptions options) throws IOException {
    return switch (options.target()) {
      case "off" -> null;
      case "-" -> new AccessLog(new Target(null));
      default -> {
        try {
          yield new AccessLog(new Target(Path.of(options.target())));
        } catch (IOException unwritable) {
          throw new IOException(
              "the access log " + options.target() + " cannot be written: " + unwritable,
              unwritable);
        }
      }
    };
  }

  @Override
  public void finished(Finished exchange) {
    if (!queue.offer(exchange)) {
      dropped.incrementAndGet();
    }
  }

  /** Lines that were not written. */
  public long dropped() {
    return dropped.get();
  }

  private void run() {
    long complained = System.nanoTime() - COMPLAIN_AFTER.toNanos();
    while (!closing || !queue.isEmpty()) {
      try {
        writeWaiting();
      } catch (IOException failed) {
        if (System.nanoTime() - complained > COMPLAIN_AFTER.toNanos()) {
          complained = System.nanoTime();
          LOG.warn("the access log cannot be written; {} lines are lost so far", dropped, failed);
        }
      } catch (InterruptedException nobodyDoes) {
        LOG.warn("the access log's thread was interrupted; it goes on");
      }
    }
    target.close();
  }

  private void writeWaiting() throws IOException, InterruptedException {
    Finished next = queue.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    target.follow();
    long lines = 0;
    try {
      for (; next != null; next = queue.poll()) {
        lines++;
        target.write(LogLine.of(next));
      }
      target.flush();
    } catch (IOException failed) {
      dropped.addAndGet(lines);
      throw failed;
    }
  }

  /** Writes what waits, for a few seconds at most. */
  @Override
  public void close() {
    closing = true;
    try {
      if (!writing.join(LAST_LINES)) {
        LOG.warn("{} last lines of the access log were not written", queue.size());
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where lines go; follows a file that is rotated away. */
  private static final class Target {
    private final @Nullable Path file;
    private Writer writer;
    private @Nullable Object key;
    private long looked = System.nanoTime();

    /** A file, or standard output. */
    Target(@Nullable Path file) throws IOException {
      this.file = file;
      this.writer = file == null ? standardOutput() : opened(file);
      this.key = file == null ? null : key(file);
    }

    private static Writer standardOutput() {
      return new BufferedWriter(
          new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
    }

    private static Writer opened(Path file) throws IOException {
      return Files.newBufferedWriter(
          file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static @Nullable Object key(Path file) throws IOException {
      try {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      } catch (NoSuchFileException rotated) {
        return null;
      }
    }

    /** Once a second at most. */
    void follow() throws IOException {
      if (file == null || System.nanoTime() - looked < LOOK_AFTER.toNanos()) {
        return;
      }
      looked = System.nanoTime();
      Object now = key(file);
      if (now == null || !now.equals(key)) {
        writer.close();
        writer = opened(file);
        key = key(file);
      }
    }

    void write(String line) throws IOException {
      writer.write(line);
    }

    void flush() throws IOException {
      writer.flush();
    }

    void close() {
      try {
        writer.close();
      } catch (IOException failed) {
        LOG.warn("the access log did not close cleanly", failed);
      }
    }
  }
}
