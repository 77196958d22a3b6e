package dev.larder.observe;

import dev.larder.cache.Outcome;
import dev.larder.exchange.Answer;
import dev.larder.exchange.ExchangeObserver.Finished;
import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import dev.larder.rules.ForwardReason;
import java.time.Duration;
import java.time.Instant;

/** Exchanges that ended, for tests. */
final class Ended {
  static final Instant START = Instant.parse("2026-03-01T12:00:00.123456Z");

  private Ended() {}

  static Finished hit(String site, long bytes) {
    return with(new Outcome.Hit(site, ContentCoding.BROTLI, 60, null), 200, bytes, true);
  }

  static Finished forwarded(String site, ForwardReason reason, long bytes) {
    return with(
        new Outcome.Forwarded(
            site, ContentCoding.IDENTITY, reason, 200, true, false, "why it was so"),
        200,
        bytes,
        true);
  }

  static Finished with(Answer.Decision decision, int status, long bytes, boolean complete) {
    return new Finished(
        request("/a/b.css"),
        new ResponseHead(status, Fields.EMPTY),
        decision,
        START,
        Duration.ofMillis(3),
        bytes,
        complete,
        decision instanceof Outcome.Hit);
  }

  /** What was no request and got no answer. */
  static Finished nothing() {
    return new Finished(
        null, null, Answer.Decision.NONE, START, Duration.ofNanos(5), 0, false, true);
  }

  static Finished of(Request request) {
    return new Finished(
        request,
        new ResponseHead(200, Fields.EMPTY),
        new Outcome.Hit("shop", ContentCoding.GZIP, -5, null),
        START,
        Duration.ofNanos(1_234_567),
        42,
        true,
        true);
  }

  static Request request(String path) {
    return new Request(
        "GET",
        "https",
        "cdn.example.org:8443",
        path,
        "v=2",
        Fields.of("User-Agent", "curl/8.5.0", "Referer", "https://example.org/"),
        "HTTP/1.1",
        "192.0.2.7");
  }
}
