package dev.larder.observe;

import dev.larder.cache.Outcome;
import dev.larder.exchange.ExchangeObserver.Finished;
import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/** Makes the access log's line of an exchange. For one thread. */
final class LogLine {
  private static final String ECS_VERSION = "9.0.0";
  private static final int HIGHEST_PORT = 65_535;

  private final JsonLine line = new JsonLine();

  /** The line with its line feed. */
  byte[] of(Finished exchange) {
    line.add(LogField.TIMESTAMP, exchange.start().toString());
    line.add(LogField.ECS_VERSION, ECS_VERSION);
    line.add(LogField.KIND, "event");
    line.add(LogField.DATASET, "larder.access");
    line.add(LogField.DURATION, exchange.duration().toNanos());
    line.add(LogField.EVENT_OUTCOME, succeeded(exchange) ? "success" : "failure");
    if (exchange.request() != null) {
      asked(exchange.request());
    }
    if (exchange.head() != null) {
      line.add(LogField.STATUS, exchange.head().status());
    }
    line.add(LogField.BODY_BYTES, exchange.bytes());
    line.add(LogField.CACHE, OutcomeWord.of(exchange.decision()).token());
    if (exchange.decision() instanceof Outcome outcome) {
      decided(outcome);
    }
    line.add(LogField.IMMEDIATE, exchange.immediate());
    line.add(LogField.COMPLETE, exchange.complete());
    return line.end();
  }

  private static boolean succeeded(Finished exchange) {
    ResponseHead head = exchange.head();
    return exchange.complete() && head != null && head.status() < 500;
  }

  private void asked(Request request) {
    line.add(LogField.CLIENT, request.client());
    line.add(LogField.METHOD, request.method());
    line.add(LogField.HTTP_VERSION, request.protocol().replace("HTTP/", ""));
    line.add(LogField.SCHEME, request.scheme());
    String host = request.host();
    line.add(LogField.DOMAIN, host.isEmpty() ? null : host);
    int port = port(request.authority(), host);
    if (port >= 0) {
      line.add(LogField.PORT, port);
    }
    line.add(LogField.PATH, request.path());
    line.add(LogField.QUERY, request.query());
    line.add(LogField.REFERRER, request.fields().first("Referer"));
    line.add(LogField.USER_AGENT, request.fields().first("User-Agent"));
  }

  /** What follows the host and a colon; -1 when that is no port. */
  private static int port(String authority, String host) {
    String digits =
        authority.length() > host.length() ? authority.substring(host.length() + 1) : "";
    if (digits.isEmpty()
        || digits.length() > 5
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int port = Integer.parseInt(digits);
    return port <= HIGHEST_PORT ? port : -1;
  }

  private void decided(Outcome outcome) {
    @Nullable String site = outcome.site().isEmpty() ? null : outcome.site();
    line.add(LogField.SITE, site);
    line.add(LogField.CODING, outcome.coding().token());
    switch (outcome) {
      case Outcome.Hit hit -> line.add(LogField.TTL, hit.ttl());
      case Outcome.Forwarded forwarded -> {
        if (forwarded.status() != 0) {
          line.add(LogField.ORIGIN_STATUS, forwarded.status());
        }
        line.add(LogField.STORED, forwarded.stored());
        line.add(LogField.COLLAPSED, forwarded.collapsed());
      }
      case Outcome.Local local -> {}
    }
    line.add(LogField.DETAIL, outcome.detail());
  }
}
