package dev.larder.server;

import dev.larder.exchange.Content;
import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

/** Puts the head of an answer on an exchange, and the framing that its content needs. */
final class HeadWriter {
  private HeadWriter() {}

  /** After this the response channel may be opened. */
  static void write(HttpServerExchange exchange, ResponseHead head, Content content) {
    exchange.setStatusCode(head.status());
    boolean framedByHead = isHead(exchange) || head.status() == 304;
    HeaderMap headers = exchange.getResponseHeaders();
    Fields fields = head.fields();
    for (int line = 0; line < fields.size(); line++) {
      HttpString name = name(fields.name(line));
      if (framedByHead || !name.equals(Headers.CONTENT_LENGTH)) {
        headers.add(name, fields.value(line));
      }
    }
    if (!framedByHead && mayHaveContent(head.status())) {
      frame(exchange, content.length());
    }
  }

  private static void frame(HttpServerExchange exchange, long length) {
    if (length >= 0) {
      exchange.setResponseContentLength(length);
    } else if (exchange.isHttp11()) {
      // Undertow leaves out the chunks where the connection ends; the client could not tell a cut.
      exchange.getResponseHeaders().put(Headers.TRANSFER_ENCODING, Headers.CHUNKED.toString());
    }
  }

  static boolean isHead(HttpServerExchange exchange) {
    return exchange.getRequestMethod().equalToString("HEAD");
  }

  private static boolean mayHaveContent(int status) {
    return status >= 200 && status != 204;
  }

  private static HttpString name(String name) {
    HttpString known = Headers.fromCache(name);
    return known == null ? new HttpString(name) : known;
  }
}
