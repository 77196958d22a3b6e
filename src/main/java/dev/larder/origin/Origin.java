package dev.larder.origin;

import dev.larder.exchange.RequestBody;
import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import org.jspecify.annotations.Nullable;

/** Somewhere responses come from. Safe for many virtual threads at once. */
public interface Origin extends AutoCloseable {

  /** Asks, and waits for the head of the answer. Never throws for what the origin does. */
  Fetched fetch(Fetch fetch);

  /**
   * What stands beside a target, coded already and of at most so many bytes, such as {@code
   * app.js.br} beside {@code app.js}; to be closed by the caller. That it is the same content is
   * not known: nobody keeps such files in step but whoever deploys them.
   *
   * @return null where there is no such thing
   */
  default @Nullable OriginBody sibling(String target, ContentCoding coding, long mostBytes) {
    return null;
  }

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
