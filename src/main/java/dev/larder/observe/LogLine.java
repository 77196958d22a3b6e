package dev.larder.observe;

import dev.larder.cache.Outcome;
import dev.larder.exchange.ExchangeObserver.Finished;
import dev.larder.http.Request;
import org.jspecify.annotations.Nullable;

/** One line of the access log: a JSON object on one line, with what is known of an exchange. */
final class LogLine {
  private static final String ECS = "9.0.0";
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder text = new StringBuilder(600);

  private LogLine() {}

  /** With the line's end. */
  static String of(Finished exchange) {
    LogLine line = new LogLine();
    line.text(LogField.TIMESTAMP, exchange.start().toString());
    line.text(LogField.ECS_VERSION, ECS);
    line.text(LogField.EVENT_KIND, "event");
    line.text(LogField.EVENT_DATASET, "larder.access");
    line.raw(LogField.EVENT_DURATION, exchange.duration().toNanos());
    line.text(LogField.EVENT_OUTCOME, failed(exchange) ? "failure" : "success");
    if (exchange.request() != null) {
      line.request(exchange.request());
    }
    if (exchange.head() != null) {
      line.raw(LogField.STATUS, exchange.head().status());
    }
    line.raw(LogField.BYTES, exchange.bytes());
    if (exchange.decision() instanceof Outcome outcome) {
      line.outcome(outcome);
    }
    line.raw(LogField.IMMEDIATE, exchange.immediate());
    line.raw(LogField.COMPLETE, exchange.complete());
    return line.text.append("}\n").toString();
  }

  private static boolean failed(Finished exchange) {
    return !exchange.complete() || exchange.head() == null || exchange.head().status() >= 500;
  }

  private void request(Request request) {
    text(LogField.METHOD, request.method());
    text(LogField.VERSION, request.protocol().substring(request.protocol().indexOf('/') + 1));
    text(LogField.SCHEME, request.scheme());
    text(LogField.DOMAIN, request.host());
    text(LogField.PATH, request.path());
    text(LogField.QUERY, request.query());
    text(LogField.CLIENT, request.client());
    text(LogField.USER_AGENT, request.fields().first("User-Agent"));
    text(LogField.REFERRER, request.fields().first("Referer"));
  }

  private void outcome(Outcome outcome) {
    text(LogField.SITE, outcome.site());
    text(LogField.CACHE, OutcomeText.of(outcome));
    text(LogField.CODING, outcome.coding().token());
    text(LogField.DETAIL, outcome.detail());
    switch (outcome) {
      case Outcome.Hit hit -> raw(LogField.TTL, hit.ttl());
      case Outcome.Forwarded forwarded -> {
        raw(LogField.ORIGIN_STATUS, forwarded.status());
        raw(LogField.STORED, forwarded.stored());
        raw(LogField.COLLAPSED, forwarded.collapsed());
      }
      case Outcome.Local ignored -> {}
    }
  }

  private void name(LogField field) {
    text.append(text.isEmpty() ? '{' : ',').append('"').append(field.text()).append("\":");
  }

  /** A number or a truth value. */
  private void raw(LogField field, Object value) {
    name(field);
    text.append(value);
  }

  private void text(LogField field, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return;
    }
    name(field);
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      escaped(value, i);
    }
    text.append('"');
  }

  /** RFC 8259 §7; halves of surrogate pairs, which UTF-8 cannot carry, are escaped too. */
  private void escaped(String value, int at) {
    char c = value.charAt(at);
    if (c == '"' || c == '\\') {
      text.append('\\').append(c);
    } else if (c < ' ' || c == 0x7f || isHalf(value, at)) {
      text.append("\\u")
          .append(HEX.charAt(c >> 12))
          .append(HEX.charAt((c >> 8) & 15))
          .append(HEX.charAt((c >> 4) & 15))
          .append(HEX.charAt(c & 15));
    } else {
      text.append(c);
    }
  }

  private static boolean isHalf(String value, int at) {
    char c = value.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
  }
}
