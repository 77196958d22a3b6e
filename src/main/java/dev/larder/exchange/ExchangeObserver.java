package dev.larder.exchange;

import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Told by a front what became of each exchange. Called on I/O threads too: must not wait. */
public interface ExchangeObserver {
  ExchangeObserver NONE = exchange -> {};

  void finished(Finished exchange);

  /**
   * Told of an exchange that was answered from a shelf and is at its end. What is told is used
   * again for the next one: whoever wants to keep it copies it.
   *
   * @param startMillis of the epoch
   * @param complete whether the whole answer was handed over
   */
  default void shelved(
      PlainRequest request, Pick pick, long startMillis, long nanos, boolean complete) {
    finished(Finished.of(request, pick, startMillis, nanos, complete));
  }

  /** One that tells another, too. */
  default ExchangeObserver and(ExchangeObserver other) {
    ExchangeObserver one = this;
    return new ExchangeObserver() {
      @Override
      public void finished(Finished exchange) {
        one.finished(exchange);
        other.finished(exchange);
      }

      @Override
      public void shelved(
          PlainRequest request, Pick pick, long startMillis, long nanos, boolean complete) {
        one.shelved(request, pick, startMillis, nanos, complete);
        other.shelved(request, pick, startMillis, nanos, complete);
      }
    };
  }

  /**
   * One exchange at its end.
   *
   * @param request null when what arrived was no request
   * @param head what was sent; null when nothing was
   * @param bytes content bytes handed to the connection, framing not counted
   * @param complete whether the whole answer was handed over; false when the client left or the
   *     content broke off
   * @param immediate whether it was answered on the I/O thread
   */
  record Finished(
      @Nullable Request request,
      @Nullable ResponseHead head,
      Answer.Decision decision,
      Instant start,
      Duration duration,
      long bytes,
      boolean complete,
      boolean immediate) {

    /** An exchange that was answered from a shelf, as a value. */
    public static Finished of(
        PlainRequest request, Pick pick, long startMillis, long nanos, boolean complete) {
      return new Finished(
          request.asRequest(),
          pick.responseHead(),
          pick.decision().later(pick.seconds()),
          Instant.ofEpochMilli(startMillis),
          Duration.ofNanos(nanos),
          pick.sent(complete),
          complete,
          true);
    }

    /** The same exchange, with how it ended. */
    public Finished ended(Duration after, long sent, boolean whole) {
      return new Finished(request, head, decision, start, after, sent, whole, immediate);
    }
  }
}
