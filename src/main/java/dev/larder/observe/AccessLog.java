package dev.larder.observe;

import dev.larder.exchange.ExchangeObserver;
import dev.larder.exchange.Pick;
import dev.larder.exchange.PlainRequest;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log: one JSON object a line, in the Elastic Common Schema.
 *
 * <p>Of what is answered from a shelf the I/O threads make the lines themselves, each in a ring of
 * its own, since that costs less than to keep the request for another. Of all else they only put
 * the finished exchange into a queue, which takes no lock (a blocking queue of the JDK would), and
 * one thread makes the lines and writes them. The queue is bounded by the size of the requests that
 * it keeps from being forgotten, since clients decide how large those are. When it is full, because
 * the disk is slower than the clients, lines are lost and counted: a log must not slow the node
 * down.
 */
public final class AccessLog implements ExchangeObserver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  private static final long QUEUE_CHARACTERS = 16 << 20;
  private static final int BATCH_BYTES = 64 << 10;
  private static final int RING_BYTES = 1 << 20;

  /**
   * How long lines are gathered after the first: waking a thread for each costs more than the line.
   */
  private static final Duration GATHERING = Duration.ofMillis(20);

  private static final long OBJECT_CHARACTERS = 256;
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final LogSink sink;
  private final LongSupplier nanoTime;
  private final long limit;
  private final Queue<Finished> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong queued = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer;
  private final List<LogRing> rings = new CopyOnWriteArrayList<>();
  private final ThreadLocal<Own> own = ThreadLocal.withInitial(this::own);
  private volatile boolean idle;
  private volatile boolean closing;

  /** What each I/O thread has for itself. */
  private record Own(LogLine line, LogRing ring) {}

  // Of the writing thread alone.
  private final LogLine line = new LogLine();
  private final ByteArrayOutputStream batch = new ByteArrayOutputStream(2 * BATCH_BYTES);
  private long warnedOf;
  private long warned;
  private @Nullable IOException trouble;

  /**
   * A log that writes to a sink of its own.
   *
   * @param limit how many characters of requests may wait
   */
  AccessLog(LogSink sink, LongSupplier nanoTime, long limit) {
    this.sink = sink;
    this.nanoTime = nanoTime;
    this.limit = limit;
    this.warned = nanoTime.getAsLong() - BETWEEN_WARNINGS.toNanos();
    this.writer = Thread.ofPlatform().name("access-log").daemon().start(this::write);
  }

  /**
   * The log that the options ask for; null when it is off.
   *
   * @throws IOException with a sentence, when the file cannot be opened
   */
  public static @Nullable AccessLog open(AccessLogOptions options) throws IOException {
    return switch (options.target()) {
      case "off" -> null;
      case "-" -> to(LogSink.of(new FileOutputStream(FileDescriptor.out)));
      default -> to(file(options.target()));
    };
  }

  private static AccessLog to(LogSink sink) {
    return new AccessLog(sink, System::nanoTime, QUEUE_CHARACTERS);
  }

  private static LogFile file(String path) throws IOException {
    try {
      return new LogFile(Path.of(path), System::nanoTime);
    } catch (IOException unwritable) {
      throw new IOException(
          "the access log " + path + " cannot be written: " + unwritable, unwritable);
    }
  }

  @Override
  public void finished(Finished exchange) {
    if (closing || !admitted(size(exchange))) {
      dropped.incrementAndGet();
      return;
    }
    queue.add(exchange);
    if (idle) {
      LockSupport.unpark(writer);
    }
  }

  @Override
  public void shelved(
      PlainRequest request, Pick pick, long startMillis, long nanos, boolean complete) {
    Own mine = own.get();
    int length = mine.line().make(request, pick, startMillis, nanos, complete);
    if (closing || !mine.ring().put(mine.line().bytes(), length)) {
      dropped.incrementAndGet();
    } else if (idle || mine.ring().isHalfFull()) {
      LockSupport.unpark(writer);
    }
  }

  private Own own() {
    LogRing ring = new LogRing(RING_BYTES);
    rings.add(ring);
    return new Own(new LogLine(), ring);
  }

  /** How many lines were lost. */
  public long dropped() {
    return dropped.get();
  }

  /** Writes what is queued, and waits for that some seconds. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(writer);
    try {
      if (!writer.join(PATIENCE)) {
        LOG.warn("the access log is not written to its end: what it goes to does not take it");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean admitted(long size) {
    boolean fits = queued.addAndGet(size) <= limit;
    if (!fits) {
      queued.addAndGet(-size);
    }
    return fits;
  }

  /** About how many characters an exchange keeps in memory. */
  private static long size(Finished exchange) {
    Request request = exchange.request();
    if (request == null) {
      return OBJECT_CHARACTERS;
    }
    String query = request.query();
    long size = OBJECT_CHARACTERS + request.path().length() + (query == null ? 0 : query.length());
    Fields fields = request.fields();
    for (int i = 0; i < fields.size(); i++) {
      size += fields.name(i).length() + fields.value(i).length();
    }
    return size;
  }

  private void write() {
    boolean working = true;
    while (working) {
      boolean some = writeQueued();
      some |= writeRings();
      if (some) {
        gather();
      } else {
        warnOfLoss();
        working = !closing;
        rest();
      }
    }
    end();
  }

  /** Gives way after each batch to an I/O thread that waits for the same core. */
  @SuppressWarnings("ThreadPriorityCheck") // Whether it does changes nothing but who waits.
  private boolean writeQueued() {
    Finished next = queue.poll();
    boolean some = next != null;
    while (next != null) {
      queued.addAndGet(-size(next));
      batch.writeBytes(line.of(next));
      if (batch.size() >= BATCH_BYTES) {
        flush();
        Thread.yield();
      }
      next = queue.poll();
    }
    flush();
    return some;
  }

  private boolean writeRings() {
    boolean some = false;
    for (LogRing ring : rings) {
      some |= ring.takeInto(batch) > 0;
      flush();
    }
    return some;
  }

  /** Ends early when lines get many. */
  private void gather() {
    if (!closing) {
      LockSupport.parkNanos(this, GATHERING.toNanos());
    }
  }

  /** Whoever leaves a line after the look for one sees that this thread is idle. */
  private void rest() {
    idle = true;
    if (queue.isEmpty() && rings.stream().allMatch(LogRing::isEmpty) && !closing) {
      LockSupport.park(this);
    }
    idle = false;
  }

  private void flush() {
    if (batch.size() == 0) {
      return;
    }
    byte[] lines = batch.toByteArray();
    batch.reset();
    try {
      sink.write(lines);
    } catch (IOException failed) {
      trouble = failed;
      dropped.addAndGet(count(lines));
    }
    warnOfLoss();
  }

  private static long count(byte[] lines) {
    long count = 0;
    for (byte b : lines) {
      count += b == '\n' ? 1 : 0;
    }
    return count;
  }

  private void warnOfLoss() {
    long lost = dropped.get() - warnedOf;
    long now = nanoTime.getAsLong();
    if (lost == 0 || now - warned < BETWEEN_WARNINGS.toNanos()) {
      return;
    }
    warnedOf += lost;
    warned = now;
    LOG.warn(
        "the access log lost {} lines: {}",
        lost,
        trouble == null ? "it is written more slowly than requests end" : trouble.toString());
    trouble = null;
  }

  private void end() {
    try {
      sink.close();
    } catch (IOException failed) {
      LOG.warn("the access log cannot be closed: {}", failed.toString());
    }
  }
}
