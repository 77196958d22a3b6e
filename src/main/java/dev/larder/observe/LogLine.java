package dev.larder.observe;

import dev.larder.cache.Outcome;
import dev.larder.exchange.Answer;
import dev.larder.exchange.ExchangeObserver.Finished;
import dev.larder.exchange.Pick;
import dev.larder.exchange.PlainRequest;
import dev.larder.exchange.Span;
import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes the access log's line of an exchange. For one thread. */
final class LogLine {
  private static final String ECS_VERSION = "9.0.0";
  private static final int HIGHEST_PORT = 65_535;

  private static final byte[] VERSION = quoted(ECS_VERSION);
  private static final byte[] EVENT = quoted("event");
  private static final byte[] ACCESS = quoted("larder.access");
  private static final byte[] SUCCESS = quoted("success");
  private static final byte[] FAILURE = quoted("failure");
  private static final byte[] GET = quoted("GET");
  private static final byte[] HEAD = quoted("HEAD");
  private static final byte[] HTTP = quoted("http");
  private static final byte[] HTTPS = quoted("https");
  private static final byte[] HTTP_1_1 = quoted("1.1");

  private static byte[] quoted(String word) {
    return ('"' + word + '"').getBytes(StandardCharsets.US_ASCII);
  }

  private final JsonLine line = new JsonLine();
  private final LogTime time = new LogTime();
  private byte[] authority = new byte[0];
  private String host = "";
  private int port = -1;

  /**
   * Makes the line, with its line feed, of an exchange that was answered from a shelf.
   *
   * @return how many of {@link #bytes} it takes
   */
  int make(PlainRequest request, Pick pick, long startMillis, long nanos, boolean complete) {
    line.raw(LogField.TIMESTAMP, time.of(startMillis));
    event(nanos, complete);
    asked(request);
    line.add(LogField.STATUS, pick.responseHead().status());
    line.add(LogField.BODY_BYTES, pick.sent(complete));
    decided(pick.decision(), pick.seconds());
    line.add(LogField.IMMEDIATE, true);
    line.add(LogField.COMPLETE, complete);
    return line.close();
  }

  /** What each line says of itself. */
  private void event(long nanos, boolean success) {
    line.raw(LogField.ECS_VERSION, VERSION);
    line.raw(LogField.KIND, EVENT);
    line.raw(LogField.DATASET, ACCESS);
    line.add(LogField.DURATION, nanos);
    line.raw(LogField.EVENT_OUTCOME, success ? SUCCESS : FAILURE);
  }

  /** Where the line is that was made last. */
  byte[] bytes() {
    return line.bytes();
  }

  private void asked(PlainRequest request) {
    line.add(LogField.CLIENT, request.client());
    line.raw(LogField.METHOD, request.isHead() ? HEAD : GET);
    line.raw(LogField.HTTP_VERSION, HTTP_1_1);
    line.raw(LogField.SCHEME, request.isSecure() ? HTTPS : HTTP);
    if (!request.authority().is(authority)) {
      remember(request.authority());
    }
    line.add(LogField.DOMAIN, host);
    if (port >= 0) {
      line.add(LogField.PORT, port);
    }
    target(request.target());
    line.copy(LogField.REFERRER, request.referrer());
    line.copy(LogField.USER_AGENT, request.userAgent());
  }

  /** One request after the other is for the same host. */
  private void remember(Span asked) {
    String text = asked.toString();
    authority = text.getBytes(StandardCharsets.ISO_8859_1);
    host = Request.host(text);
    port = port(text, host);
  }

  private void target(Span target) {
    byte[] bytes = target.bytes();
    int question = target.from();
    while (question < target.to() && bytes[question] != '?') {
      question++;
    }
    line.copy(LogField.PATH, bytes, target.from(), question);
    if (question + 1 < target.to()) {
      line.copy(LogField.QUERY, bytes, question + 1, target.to());
    }
  }

  /** The line with its line feed. */
  byte[] of(Finished exchange) {
    line.add(LogField.TIMESTAMP, exchange.start().toString());
    event(exchange.duration().toNanos(), succeeded(exchange));
    if (exchange.request() != null) {
      asked(exchange.request());
    }
    if (exchange.head() != null) {
      line.add(LogField.STATUS, exchange.head().status());
    }
    line.add(LogField.BODY_BYTES, exchange.bytes());
    decided(exchange.decision(), 0);
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

  /** How the answer came about, when it was given so many seconds after that was decided. */
  private void decided(Answer.Decision decision, long seconds) {
    line.add(LogField.CACHE, OutcomeWord.of(decision).token());
    if (decision instanceof Outcome outcome) {
      decided(outcome, seconds);
    }
  }

  private void decided(Outcome outcome, long seconds) {
    @Nullable String site = outcome.site().isEmpty() ? null : outcome.site();
    line.add(LogField.SITE, site);
    line.add(LogField.CODING, outcome.coding().token());
    switch (outcome) {
      case Outcome.Hit hit -> line.add(LogField.TTL, hit.ttl() - seconds);
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
