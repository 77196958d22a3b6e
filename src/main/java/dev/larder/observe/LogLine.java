package dev.larder.observe;

import dev.larder.cache.Outcome;
import dev.larder.exchange.Answer;
import dev.larder.exchange.ExchangeObserver.Finished;
import dev.larder.exchange.Pick;
import dev.larder.exchange.PlainRequest;
import dev.larder.exchange.Span;
import dev.larder.http.ContentCoding;
import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes the access log's line of an exchange. For one thread. */
final class LogLine {
  private static final String ECS_VERSION = "9.0.0";
  private static final int HIGHEST_PORT = 65_535;

  private static final byte[] SUCCESS = quoted("success");
  private static final byte[] FAILURE = quoted("failure");

  private static byte[] quoted(String word) {
    return ('"' + word + '"').getBytes(StandardCharsets.US_ASCII);
  }

  /** What each line says of itself. */
  private static final JsonLine KIND = kind();

  private static JsonLine kind() {
    JsonLine kind = new JsonLine();
    kind.add(LogField.ECS_VERSION, ECS_VERSION);
    kind.add(LogField.KIND, "event");
    kind.add(LogField.DATASET, "larder.access");
    return kind;
  }

  private final JsonLine line = new JsonLine();
  private final LogTime time = new LogTime();

  /** What is the same in most lines as in the one before. */
  private final JsonLine asker = new JsonLine();

  private String client = "";
  private byte[] authority = new byte[0];
  private boolean head;
  private boolean secure;

  private final JsonLine served = new JsonLine();
  private @Nullable OutcomeWord lastWord;
  private String site = "";
  private @Nullable ContentCoding coding;

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

  private void event(long nanos, boolean success) {
    line.add(KIND);
    line.add(LogField.DURATION, nanos);
    line.raw(LogField.EVENT_OUTCOME, success ? SUCCESS : FAILURE);
  }

  /** Where the line is that was made last. */
  byte[] bytes() {
    return line.bytes();
  }

  private void asked(PlainRequest request) {
    if (!request.authority().is(authority)
        || request.isHead() != head
        || request.isSecure() != secure
        || !request.client().equals(client)) {
      remember(request);
    }
    line.add(asker);
    target(request.target());
    line.copy(LogField.REFERRER, request.referrer());
    line.copy(LogField.USER_AGENT, request.userAgent());
  }

  private void remember(PlainRequest request) {
    if (!request.authority().is(authority)) {
      authority = request.authority().toString().getBytes(StandardCharsets.ISO_8859_1);
    }
    client = request.client();
    head = request.isHead();
    secure = request.isSecure();
    asker.clear();
    asker.add(LogField.CLIENT, client);
    asker.add(LogField.METHOD, head ? "HEAD" : "GET");
    asker.add(LogField.HTTP_VERSION, "1.1");
    asker.add(LogField.SCHEME, secure ? "https" : "http");
    String text = new String(authority, StandardCharsets.ISO_8859_1);
    place(asker, text, Request.host(text));
  }

  /** Which host was asked, and on which port where that is told. */
  private static void place(JsonLine into, String authority, String host) {
    into.add(LogField.DOMAIN, host.isEmpty() ? null : host);
    int port = port(authority, host);
    if (port >= 0) {
      into.add(LogField.PORT, port);
    }
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
    place(line, request.authority(), request.host());
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
    OutcomeWord word = OutcomeWord.of(decision);
    if (decision instanceof Outcome outcome) {
      decided(word, outcome, seconds);
    } else {
      line.add(LogField.CACHE, word.token());
    }
  }

  private void decided(OutcomeWord word, Outcome outcome, long seconds) {
    if (word != lastWord || outcome.coding() != coding || !outcome.site().equals(site)) {
      remember(word, outcome);
    }
    line.add(served);
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

  private void remember(OutcomeWord word, Outcome outcome) {
    lastWord = word;
    site = outcome.site();
    coding = outcome.coding();
    served.clear();
    served.add(LogField.CACHE, word.token());
    served.add(LogField.SITE, site.isEmpty() ? null : site);
    served.add(LogField.CODING, coding.token());
  }
}
