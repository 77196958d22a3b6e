package dev.larder.origin;

import dev.larder.http.ResponseHead;
import java.time.Instant;

/** What became of a fetch. */
public sealed interface Fetched {

  /**
   * The origin answered; its content is still to be read, and must be closed.
   *
   * @param head with end-to-end fields only: fields of the connection, and those that {@code
   *     Connection} names, are gone; {@code Content-Length} stays as sent
   * @param requestTime when the request was sent
   * @param responseTime when the head was received
   */
  record Answered(ResponseHead head, Instant requestTime, Instant responseTime, OriginBody body)
      implements Fetched {}

  /**
   * No usable answer.
   *
   * @param detail one line for people: what happened, to whom
   */
  record Failed(Failure failure, String detail) implements Fetched {}

  /** Why there is no answer. */
  enum Failure {
    /** The name does not resolve, nobody listens, the network says no, TLS fails. */
    UNREACHABLE,
    /** Nothing, or not enough, came in time. */
    TIMEOUT,
    /** What came is not HTTP, or ambiguous, or broke off before the head was complete. */
    BROKEN,
    /** Our own limit of connections to it is reached. */
    OVERLOADED
  }
}
