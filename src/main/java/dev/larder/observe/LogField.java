package dev.larder.observe;

/**
 * The fields of a line of the access log: those of the Elastic Common Schema, and under {@code
 * larder} what only a cache knows. The manual's table is held against this list by a test.
 */
enum LogField {
  TIMESTAMP("@timestamp", "when the request's head had arrived"),
  ECS_VERSION("ecs.version", "the version of the schema"),
  KIND("event.kind", "always `event`"),
  DATASET("event.dataset", "always `larder.access`"),
  DURATION("event.duration", "nanoseconds from there to the end of the answer"),
  EVENT_OUTCOME(
      "event.outcome",
      "`failure` when the answer was a 5xx, was not sent or was not sent whole; else `success`"),
  CLIENT("client.ip", "the client's address"),
  METHOD("http.request.method", "as sent"),
  REFERRER("http.request.referrer", "the request's `Referer`"),
  STATUS("http.response.status_code", "absent when nothing was sent"),
  BODY_BYTES("http.response.body.bytes", "bytes of content that were sent"),
  HTTP_VERSION("http.version", "`1.0`, `1.1` or `2`"),
  SCHEME("url.scheme", "`http` or `https`"),
  DOMAIN("url.domain", "the host that was asked for"),
  PORT("url.port", "the port, where the client named one"),
  PATH("url.path", "as sent, undecoded"),
  QUERY("url.query", "without its question mark; absent when there is none"),
  USER_AGENT("user_agent.original", "the request's `User-Agent`"),
  SITE("larder.site", "the site; absent when no site answers to the host"),
  CACHE("larder.cache", "the outcome, as in the metrics"),
  TTL("larder.ttl", "hits: seconds of freshness left, negative when stale"),
  ORIGIN_STATUS("larder.origin.status", "forwarded: the origin's status; absent without an answer"),
  STORED("larder.stored", "forwarded: whether the answer is being stored"),
  COLLAPSED("larder.collapsed", "forwarded: whether another request's fetch answered this one too"),
  CODING("larder.coding", "`identity`, `gzip`, `br` or `dcb`"),
  DETAIL("larder.detail", "why, in a few words; absent when there is nothing to say"),
  IMMEDIATE("larder.immediate", "whether it was answered on the I/O thread"),
  COMPLETE("larder.complete", "whether the whole answer was handed over");

  private final String text;
  private final String meaning;

  LogField(String text, String meaning) {
    this.text = text;
    this.meaning = meaning;
  }

  /** Its name, dotted. */
  String text() {
    return text;
  }

  String meaning() {
    return meaning;
  }
}
