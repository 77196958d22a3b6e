package dev.larder.observe;

/** The fields of a line of the access log, by the names of the Elastic Common Schema 9. */
enum LogField {
  TIMESTAMP("@timestamp", "When the request's head was read, UTC."),
  ECS_VERSION("ecs.version", "The version of the schema."),
  EVENT_KIND("event.kind", "Always `event`."),
  EVENT_DATASET("event.dataset", "Always `larder.access`."),
  EVENT_DURATION("event.duration", "Until the end of the answer, in nanoseconds."),
  EVENT_OUTCOME("event.outcome", "`success`, or `failure` for an answer of 5xx or a broken one."),
  METHOD("http.request.method", "The method."),
  REFERRER("http.request.referrer", "The request's `Referer`."),
  STATUS("http.response.status_code", "The answer's status code."),
  BYTES("http.response.body.bytes", "Bytes of content sent."),
  VERSION("http.version", "`1.0`, `1.1` or `2`."),
  SCHEME("url.scheme", "`http` or `https`, as the client reached the node."),
  DOMAIN("url.domain", "The host that the client named."),
  PATH("url.path", "The path, as it was sent."),
  QUERY("url.query", "The query, as it was sent."),
  CLIENT("client.ip", "The client's address."),
  USER_AGENT("user_agent.original", "The request's `User-Agent`."),
  SITE("larder.site", "The site that answered."),
  CACHE("larder.cache", "`hit`, `stale-hit`, a forward reason such as `uri-miss`, or `local`."),
  TTL("larder.ttl", "Seconds of freshness left of what was hit; negative when stale."),
  ORIGIN_STATUS("larder.origin.status", "What the origin answered, if it was asked."),
  STORED("larder.stored", "Whether its answer is being stored."),
  COLLAPSED("larder.collapsed", "Whether another request's fetch answered this one too."),
  CODING("larder.coding", "The coding that this node chose."),
  DETAIL("larder.detail", "Why, beyond that."),
  IMMEDIATE("larder.immediate", "Whether it was answered on an I/O thread."),
  COMPLETE("larder.complete", "Whether the whole answer was sent.");

  private final String text;
  private final String sentence;

  LogField(String text, String sentence) {
    this.text = text;
    this.sentence = sentence;
  }

  String text() {
    return text;
  }

  String sentence() {
    return sentence;
  }
}
