package dev.larder.cache;

import dev.larder.exchange.Content;
import dev.larder.exchange.Lease;
import dev.larder.exchange.Pick;
import dev.larder.exchange.PlainRequest;
import dev.larder.exchange.PreparedHead;
import dev.larder.http.StoredHead;
import dev.larder.store.StoredResponse;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer to plain requests, as it was decided on once, with what has to be still as it was for
 * it to be given again.
 */
final class PreparedAnswer {
  private static final long SECOND = 1000;

  /**
   * With so many uses told, a variant is known to be used often; then some are, lest it be lost.
   */
  private static final int TOLD = 8;

  private static final int THEN_ONE_OF = 1024;

  private final Prospect prospect;

  /** What supplies the content. Whatever takes its place, an improved variant say, has others. */
  private final WeakReference<StoredResponse> supplier;

  private final PreparedHead whole;
  private final @Nullable PreparedHead notModified;
  private final byte[] tag;
  private final Outcome.Hit outcome;

  /** In milliseconds, as the clock of requests has it. */
  private final long received;

  private final long residentAtFirst;

  /** Of no account to others: a use that is told twice, or not at all, does no harm. */
  private int uses;

  private final boolean improvable;

  /**
   * What was decided.
   *
   * @param whole of the answer with content
   * @param notModified of the answer to whoever names the tag; null when there is none
   * @param tag as it stands in {@code ETag}; empty when there is none
   * @param outcome as it is told at first
   */
  record Decided(
      PreparedHead whole, @Nullable PreparedHead notModified, String tag, Outcome.Hit outcome) {}

  /**
   * A prepared answer.
   *
   * @param head of the stored response
   * @param now when it was decided
   * @param improvable whether its uses count
   */
  PreparedAnswer(
      Prospect prospect,
      StoredResponse supplier,
      StoredHead head,
      Decided decided,
      Instant now,
      boolean improvable) {
    this.prospect = prospect;
    this.supplier = new WeakReference<>(supplier);
    this.whole = decided.whole();
    this.notModified = decided.notModified();
    this.tag = decided.tag().getBytes(StandardCharsets.ISO_8859_1);
    this.outcome = decided.outcome();
    this.received = head.responseTime().toEpochMilli();
    this.residentAtFirst = resident(now.toEpochMilli());
    this.improvable = improvable;
  }

  /** How long the stored response has been here, in whole seconds (RFC 9111 §4.2.3). */
  private long resident(long nowMillis) {
    return Math.max(0, (nowMillis - received) / SECOND);
  }

  Prospect prospect() {
    return prospect;
  }

  /** Bytes that it holds, about. */
  int bytes() {
    return whole.bytes() + (notModified == null ? 0 : notModified.bytes());
  }

  /** Whether a use of it is to be told. */
  boolean tells() {
    return improvable && (uses++ < TOLD || uses % THEN_ONE_OF == 0);
  }

  /** Seconds since it was decided. */
  private long seconds(long nowMillis) {
    return resident(nowMillis) - residentAtFirst;
  }

  /**
   * Whether it may still be given.
   *
   * @param bytes what would supply the content now
   */
  boolean holds(long nowMillis, StoredResponse bytes) {
    return seconds(nowMillis) < outcome.ttl() && supplier.refersTo(bytes);
  }

  /** Gives the answer, which {@link #holds}, to a request; returns whether it is one to that. */
  boolean give(PlainRequest request, long nowMillis, StoredResponse bytes, Pick into) {
    long seconds = seconds(nowMillis);
    if (request.ifNoneMatch().isPresent()) {
      return giveNotModified(request, seconds, into);
    }
    into.take(whole, seconds, outcome);
    return request.isHead() || bytes.length() == 0 || giveContent(request, bytes, into);
  }

  private boolean giveNotModified(PlainRequest request, long seconds, Pick into) {
    if (notModified == null || !request.ifNoneMatch().is(tag)) {
      return false;
    }
    into.take(notModified, seconds, outcome);
    return true;
  }

  /** A file only where its bytes can leave as they are, and to begin with without the disk. */
  private static boolean giveContent(PlainRequest request, StoredResponse bytes, Pick into) {
    ByteBuffer memory = bytes.memory();
    if (memory != null) {
      into.content(memory);
      return true;
    }
    Content.Stored open = request.isSecure() ? null : bytes.openNow(0, bytes.length());
    Lease file = open == null ? null : open.file();
    if (file == null) {
      return false;
    }
    if (file.readyTo(0) <= 0) {
      file.close();
      return false;
    }
    into.content(file, bytes.length());
    return true;
  }
}
