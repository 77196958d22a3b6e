package dev.larder.server;

import dev.larder.http.Fields;
import dev.larder.http.Request;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.Protocols;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request of an exchange, or refuses it. Undertow's parser is lenient where leniency lets
 * two recipients read two different requests; what it lets through is judged here (RFC 9112 §3, §5,
 * §6; RFC 9113 §8.3).
 */
final class ExchangeReader {
  private static final int LONGEST_TARGET = 8 * 1024;
  private static final int LONGEST_VALUE = 16 * 1024;

  private final long largestBody;

  /**
   * A reader.
   *
   * @param largestBody bytes of content that a request may announce
   */
  ExchangeReader(long largestBody) {
    this.largestBody = largestBody;
  }

  Reading read(HttpServerExchange exchange) {
    Reading.Refused refused = refused(exchange);
    if (refused != null) {
      return refused;
    }
    String target = exchange.getRequestURI();
    String authority = first(exchange.getRequestHeaders(), Headers.HOST_STRING);
    if (exchange.isHostIncludedInRequestURI()) {
      // An absolute target wins over Host (RFC 9112 §3.2.2).
      if (!target.regionMatches(true, 0, "http", 0, "http".length())) {
        return new Reading.Refused(400, "The target is not well-formed.");
      }
      int begin = target.indexOf("://") + 3;
      int end = target.indexOf('/', begin);
      authority = target.substring(begin, end < 0 ? target.length() : end);
      target = end < 0 ? "/" : target.substring(end);
    }
    String known = authority == null ? "" : authority.toLowerCase(Locale.ROOT);
    if (!Syntax.isAuthority(known)) {
      return new Reading.Refused(400, "The host is not well-formed.");
    }
    String method = exchange.getRequestMethod().toString();
    if (!target.startsWith("/") && !(target.equals("*") && method.equals("OPTIONS"))) {
      return new Reading.Refused(400, "The target is not well-formed.");
    }
    long length = length(exchange);
    if (length > largestBody) {
      return new Reading.Refused(413, "The content is larger than this node takes.");
    }
    return new Reading.Understood(request(exchange, method, known, target), length);
  }

  private static Request request(
      HttpServerExchange exchange, String method, String authority, String path) {
    String query = exchange.getQueryString();
    return new Request(
        method,
        isSecure(exchange) ? "https" : "http",
        authority,
        path,
        query.isEmpty() ? null : query,
        fields(exchange.getRequestHeaders()),
        isHttp2(exchange) ? "HTTP/2" : exchange.getProtocol().toString(),
        exchange.getSourceAddress().getAddress().getHostAddress());
  }

  /**
   * Undertow knows {@code close} where it stands alone; it may be one of several (RFC 9112 §9.6).
   */
  static boolean endsConnection(HttpServerExchange exchange) {
    HeaderValues lines = exchange.getRequestHeaders().get(Headers.CONNECTION_STRING);
    return lines != null && lines.stream().anyMatch(line -> Syntax.lists(line, "close"));
  }

  static boolean isHttp2(HttpServerExchange exchange) {
    return exchange.getProtocol().equals(Protocols.HTTP_2_0);
  }

  /** Whether the connection is; what an HTTP/2 client says of it is no more than its word. */
  static boolean isSecure(HttpServerExchange exchange) {
    return exchange.getConnection().getSslSessionInfo() != null;
  }

  private static Fields fields(HeaderMap headers) {
    Fields.Builder fields = Fields.builder();
    for (HeaderValues values : headers) {
      String name = values.getHeaderName().toString();
      for (String value : values) {
        fields.add(name, value);
      }
    }
    return fields.build();
  }

  private static @Nullable String first(HeaderMap headers, String name) {
    HeaderValues values = headers.get(name);
    return values == null ? null : values.getFirst();
  }

  private static Reading.@Nullable Refused refused(HttpServerExchange exchange) {
    Reading.Refused line = refusedLine(exchange);
    if (line != null) {
      return line;
    }
    for (HeaderValues values : exchange.getRequestHeaders()) {
      if (!Syntax.isToken(values.getHeaderName().toString())) {
        return new Reading.Refused(400, "A field has a name that is not well-formed.");
      }
      for (String value : values) {
        if (value.length() > LONGEST_VALUE) {
          return new Reading.Refused(431, "A field is longer than this node takes.");
        }
        if (!Syntax.isFieldValue(value)) {
          return new Reading.Refused(400, "A field has a value that is not well-formed.");
        }
      }
    }
    return refusedFraming(exchange);
  }

  private static Reading.@Nullable Refused refusedLine(HttpServerExchange exchange) {
    boolean known =
        isHttp2(exchange)
            || exchange.getProtocol().equals(Protocols.HTTP_1_1)
            || exchange.getProtocol().equals(Protocols.HTTP_1_0);
    if (!known) {
      return new Reading.Refused(505, "This node speaks HTTP/1.1 and HTTP/2.");
    }
    String method = exchange.getRequestMethod().toString();
    if (!Syntax.isToken(method)) {
      return new Reading.Refused(400, "The method is not well-formed.");
    }
    if (method.equals("CONNECT") || method.equals("TRACE")) {
      return new Reading.Refused(501, "This node does not know the method " + method + ".");
    }
    if (exchange.getRequestURI().length() + exchange.getQueryString().length() > LONGEST_TARGET) {
      return new Reading.Refused(414, "The target is longer than this node takes.");
    }
    return Syntax.isTarget(exchange.getRequestURI()) && Syntax.isTarget(exchange.getQueryString())
        ? null
        : new Reading.Refused(400, "The target is not well-formed.");
  }

  private static Reading.@Nullable Refused refusedFraming(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    int hosts = headers.count(Headers.HOST_STRING);
    boolean needsHost = exchange.getProtocol().equals(Protocols.HTTP_1_1);
    if (hosts > 1 || (hosts == 0 && needsHost)) {
      return new Reading.Refused(400, "A request has one Host.");
    }
    String coding = first(headers, Headers.TRANSFER_ENCODING_STRING);
    boolean lengthGiven = headers.contains(Headers.CONTENT_LENGTH_STRING);
    if (coding != null && (lengthGiven || !needsHost)) {
      return new Reading.Refused(400, "The framing of the content is ambiguous.");
    }
    if (coding != null && !coding.equalsIgnoreCase("chunked")) {
      return new Reading.Refused(501, "This node does not know that transfer coding.");
    }
    return lengthGiven && length(exchange) < 0
        ? new Reading.Refused(400, "The Content-Length is not one number.")
        : null;
  }

  /**
   * Bytes announced, 0 for none, -1 when there is no telling: chunks, an HTTP/2 stream that goes
   * on, or a length that cannot be read.
   */
  private static long length(HttpServerExchange exchange) {
    HeaderValues lengths = exchange.getRequestHeaders().get(Headers.CONTENT_LENGTH_STRING);
    if (lengths == null) {
      return exchange.isRequestComplete() ? 0 : -1;
    }
    return lengths.size() == 1 ? Syntax.number(lengths.getFirst()) : -1;
  }
}
