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
      boolean immediate) {}
}
