package dev.larder.origin;

import dev.larder.exchange.RequestBody;
import dev.larder.http.Fields;

/** Somewhere responses come from. Safe for many virtual threads at once. */
public interface Origin extends AutoCloseable {

  /** Asks, and waits for the head of the answer. Never throws for what the origin does. */
  Fetched fetch(Fetch fetch);

  /** Its location, for logs and people. */
  String location();

  @Override
  void close();

  /**
   * What is asked for.
   *
   * @param target path and query as they stand in the request line
   * @param fields all request fields to send, without framing and connection fields. A {@code Host}
   *     among them is sent instead of the origin's own authority.
   */
  record Fetch(String method, String target, Fields fields, RequestBody body) {}
}
