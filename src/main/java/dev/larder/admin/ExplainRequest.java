package dev.larder.admin;

import dev.larder.http.Fields;
import dev.larder.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /v1/explain} is asked: {@code url} once, {@code header} as often as wanted, each
 * {@code Name: value}, all form-encoded.
 */
sealed interface ExplainRequest {

  record Understood(String url, Fields fields) implements ExplainRequest {}

  /** A sentence for whoever asked. */
  record Wrong(String sentence) implements ExplainRequest {}

  static ExplainRequest parse(Request request) {
    String query = request.query();
    String url = null;
    Fields.Builder fields = Fields.builder();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? null : decoded(pair.substring(equals + 1));
      if (value == null) {
        return new Wrong("The parameter \"" + name + "\" cannot be read: escape its value.");
      }
      switch (name.toLowerCase(Locale.ROOT)) {
        case "url" -> url = value;
        case "header" -> {
          int colon = value.indexOf(':');
          if (colon <= 0) {
            return new Wrong("A header is written \"Name: value\", not \"" + value + "\".");
          }
          fields.add(value.substring(0, colon).strip(), value.substring(colon + 1).strip());
        }
        default -> {
          return new Wrong("\"" + name + "\" is not known here; url and header are.");
        }
      }
    }
    return url == null
        ? new Wrong("Name a URL: /v1/explain?url=http://host/path, with all else escaped.")
        : new Understood(url, fields.build());
  }

  private static @Nullable String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      return null;
    }
  }
}
